/** Every source's recipe from the command line, narrow, for two steps. */
import assert from "node:assert/strict";
import { join } from "@std/path";
import { recipes } from "../lib/train/recipes.ts";
import { testWith } from "./test_with.ts";
import { inRunsFolder, runPermissions } from "./tiny_run.ts";
import { readRecords, runCommand } from "./train_command.ts";

testWith(
  { permissions: runPermissions },
  "deno task train trains by every recipe, and its report bears the recipe's title",
  () =>
    inRunsFolder(async (folder) => {
      for (const [name, recipe] of Object.entries(recipes)) {
        const output = join(folder, name);
        const sizes = name === "gansInAction" ? [] : ["size=16", "channels=1"];
        const fields = [...sizes, "width=2", "latentSize=4", "batchSize=4"];
        const { code, errors } = await runCommand([
          ...["--recipe", name, "--data", "mnist", "--steps", "2"],
          ...fields.flatMap((field) => ["--set", field]),
          ...["--output", output],
        ]);
        assert.equal(code, 0, `${name}: ${errors.join("\n")}`);
        const records = await readRecords(output);
        assert.deepEqual(records.map(({ step }) => step), [1, 2], name);
        assert.ok(records.every(({ lossD, lossG }) => lossD > 0 && lossG > 0), name);
        const page = await Deno.readTextFile(join(output, "index.html"));
        assert.ok(page.includes(recipe.title.replaceAll("'", "&#39;")), name);
      }
    }),
);
