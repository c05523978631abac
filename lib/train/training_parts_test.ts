import assert from "node:assert/strict";
import type { Recipe } from "./recipe.ts";
import { constantsOf, fixedLatentsOf, lastStep } from "./training_parts.ts";

Deno.test("lastStep() takes steps as they are and turns epochs into steps", () => {
  assert.equal(lastStep({ steps: 7 }, 5), 7);
  assert.equal(lastStep({ epochs: 3 }, 5), 15);
});

Deno.test("lastStep() refuses neither and both, and what is no count", () => {
  const neither = "Cannot train as either 'steps' or 'epochs' must be given: neither is";
  assert.throws(() => lastStep({}, 5), { name: "RangeError", message: neither });
  assert.throws(() => lastStep({ steps: 2, epochs: 3 }, 5), /both are, 2 and 3/);
  for (const steps of [0, -1, 1.5, NaN, Infinity]) {
    assert.throws(() => lastStep({ steps }, 5), {
      name: "RangeError",
      message:
        `Cannot train as 'steps' must be a positive integer: current value is ${steps}`,
    });
  }
});

Deno.test("constantsOf() takes what is given before the recipe's, and needs Adam's", () => {
  const adam = { learningRate: 5e-3, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
  const loss = { reduction: "sum", halves: "halved" } as const;
  const fakeBatch = "computedAgain";
  const latents = { distribution: "uniform", size: 100 };
  const averageDecay = .99;
  const recipe = { adam, loss, fakeBatch, latents, averageDecay } as Recipe;
  const constants = { ...recipe, latents: latents.distribution };
  assert.deepEqual(constantsOf({ recipe }), constants);
  const slow = { ...adam, learningRate: 1e-5 };
  assert.deepEqual(
    constantsOf({ recipe, adam: slow, latents: "normal" }),
    { ...constants, adam: slow, latents: "normal" },
  );
  assert.equal(constantsOf({ recipe, averageDecay: null }).averageDecay, null);
  assert.deepEqual(constantsOf({ adam }).loss, { reduction: "mean", halves: "added" });
  assert.equal(constantsOf({ adam }).averageDecay, null);
  assert.throws(() => constantsOf({}), {
    name: "RangeError",
    message: "Cannot train as 'adam' or 'recipe' must be given: neither is",
  });
});

Deno.test("fixedLatentsOf() takes what is asked for, else the recipe's grid, and refuses fewer than 2", () => {
  const recipeOf = (count: number) => ({ logging: { grid: { count } } }) as Recipe;
  assert.equal(fixedLatentsOf({}), 64);
  assert.equal(fixedLatentsOf({ recipe: recipeOf(25) }), 64);
  assert.equal(fixedLatentsOf({ recipe: recipeOf(128) }), 128);
  assert.equal(fixedLatentsOf({ recipe: recipeOf(128), fixedLatents: 2 }), 2);
  for (const fixedLatents of [1, 0, -2, 2.5, NaN, Infinity]) {
    assert.throws(() => fixedLatentsOf({ fixedLatents }), {
      name: "RangeError",
      message: "Cannot train as 'fixedLatents' must be a whole number of 2 or more, " +
        `whose images are compared: current value is ${fixedLatents}`,
    });
  }
});
