import assert from "node:assert/strict";
import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { inRunsFolder, runPermissions, tinyRecipe } from "../../test/tiny_run.ts";
import { testWith } from "../../test/test_with.ts";
import { chooseBackend } from "../backend/choose_backend.ts";
import type { RunPlan } from "../run/run_plan.ts";
import { startRun } from "../run/start_run.ts";
import { resume } from "./resume.ts";

testWith(
  { permissions: runPermissions },
  "resume() goes on from the folder alone, on the backend of then",
  () =>
    inRunsFolder(async (runs) => {
      const log = () => {}, output = join(runs, "run");
      const run = await startRun({ recipe: tinyRecipe(), seed: 1, output, log });
      for await (const { step } of run.steps()) if (step === 2) break;
      // Stop leaves the run as it is, not closed; a new kernel has another backend.
      await chooseBackend({ backend: "wasm-simd", threads: 1, log });
      const lines: string[] = [];
      const again = await resume(output, { log: (line) => lines.push(line) });
      const steps = (await Array.fromAsync(again.steps())).map(({ step }) => step);
      assert.deepEqual(steps, [3, 4, 5, 6]);
      assert.equal(tf.getBackend(), "cpu");
      assert.match(lines[0], /^Backend: cpu/);
      assert.equal(lines[1], `Going on after step 2 of 6, in ${output}.`);
      await again.close();
      await run.close();
    }),
);

testWith(
  { permissions: runPermissions },
  "resume() of a run whose GPU is not here says how to go on without it, and does",
  () =>
    inRunsFolder(async (runs) => {
      const log = () => {}, output = join(runs, "run");
      const run = await startRun({ recipe: tinyRecipe(), seed: 1, output, log });
      run.training.about = { ...run.training.about as RunPlan, backend: "webgpu" };
      for await (const { step } of run.steps()) if (step === 2) break;
      await run.close();
      const gpu = Object.getOwnPropertyDescriptor(navigator, "gpu");
      const absent = { requestAdapter: () => Promise.resolve(null) };
      Object.defineProperty(navigator, "gpu", { value: absent, configurable: true });
      try {
        await assert.rejects(resume(output, { log }), {
          name: "BackendUnavailableError",
          message: /^Cannot use .* the run began on it: .* the option backend: "auto"$/,
        });
      } finally {
        if (gpu) Object.defineProperty(navigator, "gpu", gpu);
        else Reflect.deleteProperty(navigator, "gpu");
      }
      const again = await resume(output, { log, backend: "cpu" });
      assert.equal((await Array.fromAsync(again.steps())).length, 4);
      await again.close();
    }),
);
