import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  adam,
  advance,
  awaitedBatches,
  images,
  openTraining,
  timeless,
} from "../../test/small_training.ts";
import { Training } from "./training.ts";
import type { TrainingParts } from "./training_parts.ts";

for (
  const [name, source, averageDecay] of [
    ["a set", () => images, null],
    ["a set, with an average,", () => images, .9],
    ["an asynchronous source", awaitedBatches, null],
  ] as const
) {
  Deno.test(`10 steps from ${name} equal 4, a state, and 6 of another Training, bit for bit`, async () => {
    const whole = openTraining({ images: source(), averageDecay });
    await advance(whole.training, { steps: 10 });
    const first = openTraining({ images: source(), averageDecay });
    await advance(first.training, { steps: 4 });
    const state = await first.training.state();
    first.dispose();
    const second = openTraining({ images: source(), averageDecay, seed: 99 });
    await advance(second.training, { steps: 2 });
    await second.training.restore(state);
    assert.equal((await advance(second.training, { steps: 10 }))[0].step, 5);
    const expected = timeless(await whole.training.state());
    assert.deepEqual(timeless(await second.training.state()), expected);
    whole.dispose();
    second.dispose();
  });
}

Deno.test("a training's state is a copy: going on does not change it, and it restores its own past", async () => {
  const { training, dispose } = openTraining();
  await advance(training, { steps: 3 });
  const state = await training.state();
  const copy = structuredClone(state);
  await advance(training, { steps: 6 });
  const later = timeless(await training.state());
  assert.deepEqual(state, copy);
  await training.restore(state);
  assert.equal(training.step, 3);
  await advance(training, { steps: 6 });
  assert.deepEqual(timeless(await training.state()), later);
  assert.deepEqual(state, copy);
  dispose();
});

Deno.test("a step that begins while a state is read waits, and the state is that before it", async () => {
  const { training, dispose } = openTraining();
  await advance(training, { steps: 2 });
  const expected = await training.state();
  const reading = training.state();
  await advance(training, { steps: 3 });
  assert.deepEqual(await reading, expected);
  dispose();
});

Deno.test("steps() counts from the training's beginning, and its epochs do", async () => {
  const { training, dispose } = openTraining();
  assert.equal(training.stepsPerEpoch, 5);
  assert.equal((await advance(training, { steps: 7 })).length, 7);
  assert.equal((await advance(training, { epochs: 2 })).length, 3);
  assert.equal((await advance(training, { epochs: 2 })).length, 0);
  const steps = Array.from({ length: 10 }, (_, i) => i + 1);
  assert.deepEqual(training.records.map(({ step }) => step), steps);
  dispose();
});

Deno.test("diagnosing gives every third record a health and leaves all other bits alone", async () => {
  const [plain, diagnosed] = [openTraining(), openTraining({ diagnoseEvery: 3 })];
  await advance(plain.training, { steps: 7 });
  await advance(diagnosed.training, { steps: 7 });
  const { records, ...expected } = timeless(await plain.training.state());
  const { records: withHealth, ...state } = timeless(await diagnosed.training.state());
  assert.deepEqual(state, expected);
  assert.deepEqual(withHealth.map(({ health: _, ...record }) => record), records);
  assert.deepEqual(
    withHealth.map(({ health }) => health !== undefined),
    [false, false, true, false, false, true, false],
  );
  const { accuracyReal, gradientNormG, spread } = withHealth[2].health!;
  assert.ok(accuracyReal >= 0 && accuracyReal <= 1 && gradientNormG > 0 && spread > 0);
  plain.dispose();
  diagnosed.dispose();
});

Deno.test("a Training leaks no tensor and no memory, whichever way it ends", async () => {
  const before = tf.memory().numTensors;
  const { training, dispose } = openTraining({ diagnoseEvery: 2, averageDecay: .9 });
  const opened = tf.memory().numTensors;
  await advance(training, { steps: 3 });
  for await (const _ of training.steps({ steps: 9 })) break;
  await training.restore(await training.state());
  assert.equal(tf.memory().numTensors, opened);
  dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("a Training that cannot be made leaves no tensor behind", () => {
  const { dispose, training } = openTraining();
  const { generator, discriminator } = training;
  const parts = { generator, discriminator, images, adam, seed: 5 };
  const before = tf.memory().numTensors;
  assert.throws(
    () => new Training({ ...parts, batchSize: 4, averageDecay: 1 }),
    /'averageDecay' must be in \[0, 1\)/,
  );
  assert.throws(
    () => new Training({ ...parts, batchSize: 4, diagnoseEvery: 0 }),
    /'diagnoseEvery' must be a positive integer: current value is 0/,
  );
  assert.throws(
    () => new Training({ ...parts, batchSize: 1 }),
    /'batchSize' must be 2 or more, .*: current value is 1$/,
  );
  assert.equal(tf.memory().numTensors, before);
  dispose();
});

Deno.test("state() is refused while a step runs and after one that failed midway, until restore()", async () => {
  const source = awaitedBatches();
  const { training, dispose } = openTraining({ images: source });
  await advance(training, { steps: 2 });
  const good = await training.state();
  const { next } = source;
  const asked = Promise.withResolvers<void>();
  source.next = () => {
    asked.resolve();
    return next();
  };
  const step = training.steps({ steps: 3 }).next();
  await asked.promise;
  await assert.rejects(training.state(), {
    message:
      "Cannot take a training's state as no step may be running: one is, await it " +
      "first",
  });
  await assert.rejects(training.restore(good), /Cannot restore a training as no step/);
  await step;
  const apply = training.discriminator.apply;
  training.discriminator.apply = () => {
    throw new Error("out of memory");
  };
  await assert.rejects(advance(training, { steps: 9 }), /out of memory/);
  training.discriminator.apply = apply;
  await assert.rejects(training.state(), /between two steps: step 4 failed midway/);
  await assert.rejects(advance(training, { steps: 9 }), /step 4 failed midway/);
  await training.restore(good);
  assert.deepEqual(timeless(await training.state()), timeless(good));
  await advance(training, { steps: 4 });
  dispose();
});

Deno.test("a source that fails to give a batch harms nothing: the training goes on from there", async () => {
  const [whole, hindered] = [awaitedBatches(), awaitedBatches()].map((source) => ({
    source,
    ...openTraining({ images: source }),
  }));
  await advance(whole.training, { steps: 4 });
  const { next } = hindered.source;
  await advance(hindered.training, { steps: 2 });
  hindered.source.next = () => Promise.reject(new Error("no such file"));
  await assert.rejects(advance(hindered.training, { steps: 4 }), /no such file/);
  hindered.source.next = next;
  await advance(hindered.training, { steps: 4 });
  assert.deepEqual(
    timeless(await hindered.training.state()),
    timeless(await whole.training.state()),
  );
  whole.dispose();
  hindered.dispose();
});

Deno.test("a recipe gives the constants and goes with the state, as what the caller adds does", async () => {
  const loss = { reduction: "sum", halves: "halved" } as const;
  const latents = { distribution: "uniform", size: 3 } as const;
  const averageDecay = .5;
  const constants = { adam, loss, fakeBatch: "computedAgain", averageDecay } as const;
  const logging = { grid: { count: 64 } };
  const recipe = { ...constants, latents, logging, batchSize: 4 };
  const options = {
    recipe: recipe as unknown as TrainingParts["recipe"],
    adam: undefined,
  };
  const about = { folder: "data/images" };
  const { training, dispose } = openTraining({ ...options, batchSize: undefined, about });
  await advance(training, { steps: 1 });
  const state = await training.state();
  assert.deepEqual(state.constants, { ...constants, latents: "uniform" });
  assert.deepEqual([state.recipe, state.about], [recipe, about]);
  const [low, high] = [Math.min, Math.max].map((f) =>
    f(...training.fixedLatents.dataSync())
  );
  assert.ok(low >= -1 && high < 1);
  dispose();
});
