import assert from "node:assert/strict";
import { bookRecipes } from "../train/book_recipes.ts";
import { recipes } from "../train/recipes.ts";
import { trainHelp } from "./train_help.ts";

Deno.test("the help names every recipe and every field, in lines of at most 90 columns", () => {
  const help = trainHelp();
  for (const name of [...Object.keys(recipes), ...Object.keys(bookRecipes())]) {
    assert.match(help, new RegExp(`^  ${name} `, "m"));
  }
  for (const field of ["adam.epsilon", "logging.grid.every", "fakeBatch"]) {
    assert.ok(help.includes(field), field);
  }
  const long = help.split("\n").filter((line) => line.length > 90);
  assert.deepEqual(long, []);
});

Deno.test("the help names the options that need more words than an error", () => {
  const help = trainHelp();
  for (const name of ["data", "set", "resume", "flip", "memory", "threads", "output"]) {
    assert.ok(help.includes(`--${name} `), name);
  }
});

Deno.test("the help of --other-data says where it goes on and where it ends", () => {
  assert.match(
    trainHelp().replaceAll(/\s+/g, " "),
    /--other-data .* at the beginning of the next epoch; an end in epochs is that many /,
  );
});
