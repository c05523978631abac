import assert from "node:assert/strict";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import type { Network } from "../model/network.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { createNetworks } from "./create_networks.ts";
import { overrideRecipe } from "./recipe.ts";
import { recipes } from "./recipes.ts";
import { Training } from "./training.ts";
import type { TrainingState } from "./training_state.ts";

const images = resizeImages(drawDigits({ count: 22, seed: 1 }), 16);
const changes = { size: 16, width: 1, channels: 1, latentSize: 3, batchSize: 4 };

/** Seven steps, with an average or without. */
async function train(
  averageDecay: number | null,
): Promise<{ state: TrainingState; generator: Values; sampledGenerator: Values }> {
  const recipe = overrideRecipe(recipes.pytorchTutorial, { ...changes, averageDecay });
  const networks = createNetworks(recipe, new RandomGenerator(1));
  const training = new Training({ ...networks, recipe, images, seed: 5 });
  for await (const record of training.steps({ steps: 7 })) record.imagesPerSecond = 0;
  const [generator, sampledGenerator] = [training.generator, training.sampledGenerator]
    .map(valuesOf);
  const state = await training.state();
  const parts = [training, networks.generator, networks.discriminator];
  for (const part of parts) part.dispose();
  return { state, generator, sampledGenerator };
}

type Values = Map<string, Float32Array>;

const valuesOf = ({ parameters }: Network): Values =>
  new Map(parameters.map(({ key, value }) => [key, value.dataSync() as Float32Array]));

Deno.test("an average joins a training's state and leaves all its other bits alone", async () => {
  const [plain, averaged] = [await train(null), await train(.9)];
  assert.deepEqual(plain.sampledGenerator, plain.generator);
  assert.deepEqual(averaged.generator, plain.generator);
  const { tensors, constants, recipe, ...state } = averaged.state;
  for (const [key, values] of averaged.sampledGenerator) {
    assert.deepEqual(tensors.get(`average.${key}`)?.data, values);
    assert.notDeepEqual(values, averaged.generator.get(key));
    tensors.delete(`average.${key}`);
  }
  assert.deepEqual([constants.averageDecay, recipe?.averageDecay], [.9, .9]);
  constants.averageDecay = recipe!.averageDecay = null;
  assert.deepEqual({ tensors, constants, recipe, ...state }, plain.state);
});
