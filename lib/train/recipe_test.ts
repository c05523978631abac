import assert from "node:assert/strict";
import { overrideRecipe, type Recipe, requireRecipe } from "./recipe.ts";
import { recipes } from "./recipes.ts";

Deno.test("overrideRecipe() takes nested fields, dotted paths and short names alike", () => {
  const expected = overrideRecipe(recipes.d2l, { adam: { learningRate: .1, beta1: .7 } });
  assert.equal(expected.adam.learningRate, .1);
  assert.equal(expected.adam.beta1, .7);
  assert.equal(expected.adam.beta2, recipes.d2l.adam.beta2);
  for (const name of ["adam.learningRate", "learningRate"]) {
    const changes = { [name]: .1, "adam.beta1": .7 };
    assert.deepEqual(overrideRecipe(recipes.d2l, changes), expected);
  }
});

Deno.test("overrideRecipe() changes a copy and nothing that was not asked for", () => {
  const before = structuredClone(recipes.paper);
  const changed = overrideRecipe(recipes.paper, { batchSize: 16 });
  assert.deepEqual(recipes.paper, before);
  assert.deepEqual({ ...changed, batchSize: 128 }, before);
  assert.deepEqual(overrideRecipe(recipes.paper, {}), before);
});

Deno.test("both networks follow another size, other channels and another width", () => {
  const small = overrideRecipe(recipes.pytorchTutorial, {
    size: 32,
    channels: 1,
    width: 8,
    latentSize: 10,
  });
  const sizes = { size: 32, width: 8, channels: 1, kernel: 4 };
  assert.deepEqual(small.generator, { network: "generator", ...sizes, latentSize: 10 });
  assert.deepEqual(small.discriminator, {
    network: "discriminator",
    ...sizes,
    normaliseFirst: false,
    slope: .2,
  });
  assert.deepEqual(small.data, {
    ...recipes.pytorchTutorial.data,
    size: 32,
    channels: 1,
  });
  assert.equal(small.latents.size, 10);
});

Deno.test("steps take the epochs away, epochs the steps, and both at once are refused", () => {
  const { epochs, steps } = overrideRecipe(recipes.d2l, { steps: 7 });
  assert.deepEqual([epochs, steps], [null, 7]);
  const back = overrideRecipe(recipes.gansInAction, { epochs: 3 });
  assert.deepEqual([back.epochs, back.steps], [3, null]);
  assert.throws(() => overrideRecipe(recipes.d2l, { steps: 7, epochs: 3 }), {
    name: "RangeError",
    message: "Cannot override the recipe d2l as either 'epochs' or 'steps' must be a " +
      "number and the other null: they are 3 and 7",
  });
  assert.throws(() => overrideRecipe(recipes.d2l, { epochs: null }), /null and null/);
});

Deno.test("an unknown field is refused with the nearest known one", () => {
  const nearest: Record<string, string> = {
    learningrate: "learningRate",
    "adam.beta3": "adam.beta1",
    "loss.reducton": "loss.reduction",
    batch: "batchSize",
    "latents.distributon": "latents.distribution",
  };
  for (const [typed, meant] of Object.entries(nearest)) {
    assert.throws(() => overrideRecipe(recipes.d2l, { [typed]: 1 }), {
      name: "RangeError",
      message: `Cannot override the recipe d2l as there is no field '${typed}' to ` +
        `change: the nearest is '${meant}'`,
    });
  }
  // Names that every object has are no fields either.
  for (const typed of ["constructor", "toString", "name", "notes"]) {
    assert.throws(
      () => overrideRecipe(recipes.d2l, { [typed]: "x" }),
      /there is no field/,
    );
  }
  const inherited = JSON.parse('{ "__proto__": { "batchSize": 3 } }');
  assert.throws(() => overrideRecipe(recipes.d2l, inherited), /no field '__proto__/);
});

Deno.test("a value of the wrong type or out of range is refused with the rule and the value", () => {
  const cases: [Record<string, unknown>, string][] = [
    [{ size: 48 }, "'generator.size' must be 16, 32, 64 or 128: current value is 48"],
    [
      { batchSize: "64" },
      `'batchSize' must be a whole number from 2: current value is "64"`,
    ],
    [{ "adam.beta1": 1 }, "'adam.beta1' must be a number in [0, 1): current value is 1"],
    [
      { learningRate: NaN },
      "'adam.learningRate' must be a number above 0: current value is NaN",
    ],
    [
      { fakeBatch: "again" },
      `'fakeBatch' must be reused, computedAgain or drawnAgain: current value is "again"`,
    ],
    [
      { "loss.halves": null },
      "'loss.halves' must be added, halved or apart: current value is null",
    ],
  ];
  for (const [changes, message] of cases) {
    assert.throws(() => overrideRecipe(recipes.d2l, changes), {
      name: "RangeError",
      message: `Cannot override the recipe d2l as ${message}`,
    });
  }
});

Deno.test("fields that contradict one another are refused, and so are fields of other networks", () => {
  assert.throws(() => overrideRecipe(recipes.d2l, { "generator.size": 32 }), {
    name: "RangeError",
    message: "Cannot override the recipe d2l as 'data.size' must be 32, like " +
      "'generator.size': current value is 64",
  });
  assert.throws(
    () => overrideRecipe(recipes.d2l, { "generator.latentSize": 7 }),
    /'latents.size' must be 7, like 'generator.latentSize': current value is 100/,
  );
  assert.throws(
    () => overrideRecipe(recipes.gansInAction, { size: 32 }),
    /'data.size' must be 28, like 'generator.size': current value is 32/,
  );
  assert.throws(
    () => overrideRecipe(recipes.gansInAction, { "discriminator.slope": .3 }),
    {
      name: "RangeError",
      message: "Cannot override the recipe gansInAction as its networks have no " +
        "'discriminator.slope': they are gansInActionGenerator and " +
        "gansInActionDiscriminator",
    },
  );
});

Deno.test("requireRecipe() takes every recipe that went through JSON, changed ones too", () => {
  const changed = overrideRecipe(recipes.paper, { size: 128, steps: 5 });
  for (const recipe of [...Object.values(recipes), changed]) {
    requireRecipe(JSON.parse(JSON.stringify(recipe)));
  }
});

Deno.test("requireRecipe() refuses what is no recipe and names the field", () => {
  const broken = (change: (recipe: Recipe) => void) => {
    const recipe: Recipe = structuredClone(recipes.d2l);
    change(recipe);
    return recipe;
  };
  const cases: [unknown, RegExp][] = [
    [null, /'name' must be a text: current value is undefined/],
    [[], /'name' must be a text/],
    [{ name: "x", title: "x", source: "x" }, /'data.set' must be .* undefined/],
    [broken((recipe) => recipe.batchSize = 0), /'batchSize' must be .* value is 0/],
    [broken((recipe) => recipe.steps = 3), /'epochs' or 'steps'/],
    [
      broken((recipe) =>
        recipe.generator = { network: "gansInActionGenerator", latentSize: 3 }
      ),
      /'generator.width' must be/,
    ],
  ];
  for (const [value, message] of cases) {
    assert.throws(() => requireRecipe(value), (error: Error) => {
      assert.ok(error instanceof RangeError);
      assert.match(error.message, /^Cannot use the recipe as /);
      assert.match(error.message, message);
      return true;
    });
  }
});
