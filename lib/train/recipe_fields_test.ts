import assert from "node:assert/strict";
import { fieldsOf, RECIPE_FIELDS, SHORT_FIELDS } from "./recipe_fields.ts";
import { recipes } from "./recipes.ts";

/** The dotted paths of all values of plain data; a list is one value. */
function paths(data: object, prefix = ""): string[] {
  return Object.entries(data).flatMap(([name, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? paths(value, `${prefix}${name}.`)
      : [`${prefix}${name}`]
  );
}

/** What says where a recipe comes from and which networks it has. */
const FIXED = [
  "name",
  "title",
  "source",
  "notes",
  "generator.network",
  "discriminator.network",
];

Deno.test("every field of every recipe has a rule, and a recipe has every field of its rules", () => {
  for (const recipe of Object.values(recipes)) {
    const free = paths(recipe).filter((path) => !FIXED.includes(path));
    assert.deepEqual(free.sort(), fieldsOf(recipe).sort(), recipe.name);
  }
});

Deno.test("every short name means fields that there are", () => {
  for (const fields of Object.values(SHORT_FIELDS)) {
    for (const field of fields) assert.ok(Object.hasOwn(RECIPE_FIELDS, field), field);
  }
});

Deno.test("the rules hold their boundaries and refuse values of other types", () => {
  const cases: [string, unknown[], unknown[]][] = [
    ["adam.beta1", [0, .999], [1, -.1, NaN, "0.5", null]],
    ["adam.learningRate", [1e-9], [0, -1, Infinity, "2e-4"]],
    ["batchSize", [2, 1024], [1, 2.5, "64", null]],
    ["epochs", [1, null], [0, 1.5, "20", undefined]],
    ["discriminator.slope", [0, 1], [-.1, 1.1, true]],
    ["discriminator.normaliseFirst", [true, false], [0, 1, "true"]],
    ["data.set", ["mnist", "/a folder"], ["", "  ", 5]],
    ["logging.values", [[], ["lossD", "accuracy"]], ["lossD", ["loss"], [
      "lossD",
      "lossD",
    ]]],
  ];
  for (const [field, good, bad] of cases) {
    const { holds } = RECIPE_FIELDS[field];
    for (const value of good) assert.ok(holds(value), `${field} may be ${value}`);
    for (const value of bad) assert.ok(!holds(value), `${field} may not be ${value}`);
  }
});

Deno.test("a rule says in words what it asks for", () => {
  assert.equal(RECIPE_FIELDS["generator.size"].requirement, "16, 32, 64 or 128");
  assert.equal(RECIPE_FIELDS.steps.requirement, "a whole number from 1, or null");
});
