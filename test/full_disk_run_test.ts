/**
 * A whole run on a real file system that gets full.
 */
import assert from "node:assert/strict";
import { join } from "@std/path";
import { resumeRun } from "../lib/run/resume_run.ts";
import { startRun } from "../lib/run/start_run.ts";
import { fill, testOnSmallDisk } from "./small_disk.ts";
import { inRunsFolder, runPermissions, tinyRecipe } from "./tiny_run.ts";

testOnSmallDisk(
  "a run whose disk gets full trains to its end and tells it once, and what is there can be resumed",
  { kilobytes: 2000, permissions: runPermissions },
  (disk) =>
    inRunsFolder(async () => {
      const output = join(disk, "run"), lines: string[] = [];
      const log = (line: string) => lines.push(line);
      const recipe = tinyRecipe({ steps: 8, logging: { grid: { every: 1 } } });
      const run = await startRun({ recipe, seed: 1, output, log, checkpointEvery: 1e-9 });
      let made = 0;
      for await (const { step } of run.steps()) {
        made = step;
        await new Promise((resolve) => setTimeout(resolve, 20));
        if (step === 4) await fill(join(disk, "filler"));
      }
      await run.close();
      assert.equal(made, 8);
      const told = lines.filter((line) => /^Cannot (save|write)/.test(line));
      assert.equal(told.length, 2, lines.join("\n"));
      assert.ok(told.every((line) => /No space left on device/.test(line)), `${told}`);
      await Deno.remove(join(disk, "filler"));
      const again = await resumeRun(output, { log });
      const steps = (await Array.fromAsync(again.steps())).map(({ step }) => step);
      await again.close();
      assert.ok(steps.length > 0 && steps[0] > 2 && steps.at(-1) === 8, `${steps}`);
      const records = Deno.readTextFileSync(join(output, "records.jsonl")).trim();
      assert.equal(records.split("\n").length, 8);
    }),
);
