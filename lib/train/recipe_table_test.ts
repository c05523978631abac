import assert from "node:assert/strict";
import { overrideRecipe } from "./recipe.ts";
import { recipeNotes, recipeTable } from "./recipe_table.ts";
import { recipes } from "./recipes.ts";

const all = Object.values(recipes);

Deno.test("recipeTable() has a column a recipe, and every cell says something", () => {
  for (const row of recipeTable(all)) {
    assert.deepEqual(Object.keys(row), ["property", ...Object.keys(recipes)]);
    for (const [name, text] of Object.entries(row)) {
      assert.match(text, /\S/, `${row.property} of ${name}`);
      assert.doesNotMatch(text, /undefined|null|NaN|\[object/);
    }
  }
});

Deno.test("recipeTable() says in words what the recipes' fields say", () => {
  const cell = (property: string, name: keyof typeof recipes) =>
    recipeTable(all).find((row) => row.property === property)?.[name];
  assert.equal(cell("generator", "paper"), "1024 channels at 4×4 down to 128, kernel 5");
  assert.equal(cell("first values", "d2l"), "all N(0, .02), γ and β too");
  assert.equal(cell("Adam's β1, β2, ε", "gansInAction"), ".9, .999, 1e-7");
  assert.equal(cell("batch norm", "gansInAction"), "ε .001, newest batch's share .01");
  assert.equal(cell("trains for", "gansInAction"), "20,000 steps");
  assert.equal(cell("learning rate", "pytorchTutorial"), "2e-4");
  assert.equal(cell("latents", "paper"), "100, uniform in [−1, 1)");
  assert.equal(cell("D's loss", "d2l"), "halves added, then halved: ln 2 when undecided");
  assert.equal(
    cell("shows", "pytorchTutorial"),
    "loss of D, loss of G, D(x), D(G(z)) before, D(G(z)) after every 50 steps",
  );
});

Deno.test("every field that a recipe can change shows in its column", () => {
  const column = (changes: Record<string, unknown>) =>
    JSON.stringify(recipeTable([overrideRecipe(recipes.d2l, changes)]));
  const changes: Record<string, unknown>[] = [
    { size: 32 },
    { channels: 1 },
    { width: 32 },
    { latentSize: 50 },
    { "generator.kernel": 5 },
    { "discriminator.slope": .1 },
    { "discriminator.normaliseFirst": false },
    { initialisation: "keras" },
    { "loss.reduction": "mean" },
    { "loss.halves": "added" },
    { "loss.halves": "apart" },
    { fakeBatch: "reused" },
    { fakeBatch: "drawnAgain" },
    { averageDecay: .999 },
    { "latents.distribution": "uniform" },
    { "adam.epsilon": 1e-7 },
    { batchSize: 8 },
    { steps: 10 },
    { "data.set": "digits" },
    { "logging.every": 2 },
    { "logging.grid.count": 9 },
  ];
  const unchanged = column({});
  for (const change of changes) {
    assert.notEqual(column(change), unchanged, JSON.stringify(change));
  }
});

Deno.test("recipeNotes() gives every note with its recipe", () => {
  const rows = recipeNotes(all);
  assert.equal(rows.length, all.reduce((sum, { notes }) => sum + notes.length, 0));
  assert.deepEqual(rows[0], { recipe: "d2l", note: recipes.d2l.notes[0] });
});
