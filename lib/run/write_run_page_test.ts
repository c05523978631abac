import assert from "node:assert/strict";
import { join } from "@std/path";
import { inRunsFolder, runPermissions, tinyRecipe } from "../../test/tiny_run.ts";
import { testWith } from "../../test/test_with.ts";
import { RunSamples } from "./run_samples.ts";
import type { RunPlan } from "./run_plan.ts";
import type { TrainingData } from "./training_data.ts";
import { type PageOfRun, writeRunPage } from "./write_run_page.ts";

function pageOf(folder: string, halves: "added" | "halved"): PageOfRun {
  return {
    folder,
    state: "running",
    recipe: tinyRecipe({ loss: { halves } }),
    records: [],
    lastStep: 1200,
    diagnoses: [],
    samples: new RunSamples(folder),
    data: {
      origin: "drawn",
      count: 9,
      remarks: [],
      damaged: [],
    } as unknown as TrainingData,
    plan: { seed: 7, horizontalFlips: false } as RunPlan,
    threads: 2,
  };
}

testWith(
  { permissions: runPermissions },
  "a page links the files that are there and no others, and replaces the page before",
  () =>
    inRunsFolder(async (folder) => {
      await writeRunPage(pageOf(folder, "added"));
      const path = join(folder, "index.html");
      const first = await Deno.readTextFile(path);
      assert.match(first, /0 of 1,200 steps, running when this page was written/);
      assert.doesNotMatch(first, /href="log.txt"/);
      await Deno.writeTextFile(join(folder, "log.txt"), "");
      await writeRunPage(pageOf(folder, "halved"));
      assert.match(await Deno.readTextFile(path), /href="log.txt"/);
      assert.deepEqual([...Deno.readDirSync(folder)].length, 2, "nothing else is left");
    }),
);
