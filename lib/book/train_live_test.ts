import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { createNetworks } from "../train/create_networks.ts";
import { overrideRecipe, type RecipeChanges } from "../train/recipe.ts";
import { recipes } from "../train/recipes.ts";
import { Training } from "../train/training.ts";
import { trainLive, type TrainLiveOptions } from "./train_live.ts";

const images = resizeImages(drawDigits({ count: 12, seed: 1 }), 16);
const TINY = {
  ...{ size: 16, width: 2, channels: 1, latentSize: 3, batchSize: 4, steps: 4 },
  logging: { every: 1, unit: "steps", grid: { count: 21, every: 2, unit: "steps" } },
};

async function tiny<T>(
  changes: RecipeChanges,
  use: (training: Training) => Promise<T>,
): Promise<T> {
  await tf.setBackend("cpu");
  const recipe = overrideRecipe(recipes.pytorchTutorial, { ...TINY, ...changes });
  const networks = createNetworks(recipe, new RandomGenerator(1));
  const training = new Training({ ...networks, recipe, images, seed: 1 });
  try {
    return await use(training);
  } finally {
    for (const part of [training, ...Object.values(networks)]) part.dispose();
  }
}

/** The words of the figures that trainLive() shows, where there is no notebook. */
async function shown(training: Training, options?: TrainLiveOptions): Promise<string[]> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line) => void lines.push(line);
  try {
    await trainLive(training, options);
    await new Promise((resolve) => setTimeout(resolve, 150));
  } finally {
    console.log = log;
  }
  return lines;
}

Deno.test("trainLive() trains to the recipe's end, and shows the start and the end", async () => {
  await tiny({}, async (training) => {
    const figures = await shown(training);
    assert.equal(training.step, 4);
    assert.match(figures[0], /^The generator's images of fixed latents: 21 grey images/);
    assert.match(
      figures.at(-1)!,
      /training step, 1 to 4\..* D\(G\(z\)\).*21 grey images/s,
    );
  });
});

Deno.test("trainLive() says what the doctor finds, unless readers shall find it themselves", async () => {
  const said = "; the doctor says: Too early to say";
  await tiny({}, async (training) => {
    const figures = await shown(training);
    assert.ok(figures.at(-1)!.includes(`step 4 of 4${said}`), figures.at(-1));
    const again = await shown(training, { steps: 5 });
    assert.ok(again.at(-1)!.includes(`step 5 of 5${said}`), "it goes on");
  });
  await tiny({}, async (training) => {
    const figures = await shown(training, { doctor: false });
    assert.ok(figures.every((figure) => !figure.includes("doctor")));
  });
});

Deno.test("trainLive() counts a recipe's epochs in the training's own steps", async () => {
  await tiny({ steps: null, epochs: 2 }, async (training) => {
    await shown(training);
    assert.equal(training.step, 2 * training.stepsPerEpoch);
  });
});

Deno.test("a training has the same bits with a figure of fresh latents as without one", async () => {
  const fresh = { ...TINY.logging, grid: { ...TINY.logging.grid, latents: "fresh" } };
  const live = await tiny({ logging: fresh }, async (training) => {
    const tensors = tf.memory().numTensors;
    await shown(training);
    assert.equal(tf.memory().numTensors, tensors, "nothing is left");
    return training.records.map(({ lossD, lossG }) => [lossD, lossG]);
  });
  const plain = await tiny({}, async (training) => {
    for await (const _ of training.steps({ steps: 4 }));
    return training.records.map(({ lossD, lossG }) => [lossD, lossG]);
  });
  assert.deepEqual(live, plain);
});

Deno.test("trainLive() stops when it is told, and goes on where it stopped", async () => {
  await tiny({}, async (training) => {
    await shown(training, { signal: AbortSignal.abort() });
    assert.equal(training.step, 0);
    await shown(training, { steps: 3 });
    await shown(training);
    assert.deepEqual(training.records.map(({ step }) => step), [1, 2, 3, 4]);
  });
});

Deno.test("trainLive() takes its steps from what saves them", async () => {
  await tiny({}, async (training) => {
    const records = training.steps({ steps: 2 });
    await shown(training, { records });
    assert.equal(training.step, 2);
  });
});

Deno.test("trainLive() refuses a training without a recipe", async () => {
  await tiny({}, async (training) => {
    training.recipe = null;
    await assert.rejects(trainLive(training), {
      name: "RangeError",
      message: "Cannot train live as the training must have a recipe: none",
    });
  });
});
