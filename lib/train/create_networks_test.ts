import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { createNetworks } from "./create_networks.ts";
import { overrideRecipe, type Recipe } from "./recipe.ts";
import { recipes } from "./recipes.ts";

/** Every recipe, narrow, so that its networks are made quickly. */
const narrow = Object.values(recipes).map((recipe: Recipe) =>
  overrideRecipe(recipe, { width: 2 })
);

Deno.test("createNetworks() builds what each recipe says, and leaves nothing but the networks", () => {
  for (const recipe of narrow) {
    const before = tf.memory().numTensors;
    const { generator, discriminator } = createNetworks(recipe, new RandomGenerator(1));
    assert.deepEqual(generator.architecture, recipe.generator);
    assert.deepEqual(discriminator.architecture, recipe.discriminator);
    assert.deepEqual(generator.inputShape, [recipe.latents.size]);
    const { size, channels } = recipe.data;
    assert.deepEqual(generator.outputShape(generator.inputShape), [size, size, channels]);
    assert.deepEqual(discriminator.inputShape, [size, size, channels]);
    generator.dispose();
    discriminator.dispose();
    assert.equal(tf.memory().numTensors, before);
  }
});

Deno.test("γ begins near 0 with d2l, near 1 with the tutorial, at 1 with GANs in Action", () => {
  const farthest = (recipe: Recipe, from: number) => {
    const { generator, discriminator } = createNetworks(recipe, new RandomGenerator(1));
    const gammas = [...generator.parameters, ...discriminator.parameters]
      .filter(({ role }) => role === "gamma").flatMap((
        { value },
      ) => [...value.dataSync()]);
    generator.dispose();
    discriminator.dispose();
    return Math.max(...gammas.map((gamma) => Math.abs(gamma - from)));
  };
  const byName = Object.fromEntries(narrow.map((recipe) => [recipe.name, recipe]));
  assert.ok(farthest(byName.d2l, 0) < .1);
  assert.ok(farthest(byName.pytorchTutorial, 1) < .1);
  assert.ok(farthest(byName.pytorchTutorial, 1) > 0);
  assert.equal(farthest(byName.gansInAction, 1), 0);
});

Deno.test("createNetworks() makes the same networks of the same seed, others of another", () => {
  const [recipe] = narrow;
  const values = (seed: number) => {
    const { generator, discriminator } = createNetworks(
      recipe,
      new RandomGenerator(seed),
    );
    const all = [generator, discriminator].flatMap(({ trainable }) =>
      trainable.flatMap((value) => [...value.dataSync()])
    );
    generator.dispose();
    discriminator.dispose();
    return all;
  };
  assert.deepEqual(values(1), values(1));
  assert.notDeepEqual(values(1), values(2));
});

Deno.test("createNetworks() refuses a recipe that is wrong, and names the field", () => {
  const recipe: Recipe = structuredClone(recipes.d2l);
  recipe.data.size = 32;
  assert.throws(
    () => createNetworks(recipe, new RandomGenerator(1)),
    /Cannot create the networks as 'data.size' must be 64, like 'generator.size'/,
  );
});

Deno.test("createNetworks() says of a bare seed how to make a source of randomness", () => {
  const seed = 1 as unknown as RandomGenerator;
  assert.throws(() => createNetworks(recipes.d2l, seed), {
    name: "RangeError",
    message:
      "Cannot create the networks as 'random' must be a RandomGenerator, such as " +
      "new RandomGenerator(1): current value is 1",
  });
});
