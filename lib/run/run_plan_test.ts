import assert from "node:assert/strict";
import { requireRunPlan, type RunPlan } from "./run_plan.ts";

const plan: RunPlan = {
  kind: "run",
  seed: 1,
  horizontalFlips: false,
  memory: null,
  backend: "cpu",
  diagnoseEvery: 50,
  checkpointEvery: 60,
};

Deno.test("requireRunPlan() takes a plan that went through JSON", () => {
  for (const cache of [undefined, null, "/pictures.cache"]) {
    requireRunPlan(JSON.parse(JSON.stringify({ ...plan, cache })), "a");
  }
});

Deno.test("requireRunPlan() refuses what other programs keep, and names the file", () => {
  const others = [null, undefined, "run", {}, { ...plan, kind: "other" }];
  const broken = [{ ...plan, seed: "1" }, { ...plan, checkpointEvery: 0 }, {
    ...plan,
    cache: 1,
  }];
  for (const about of [...others, ...broken]) {
    assert.throws(() => requireRunPlan(about, "folder/a.safetensors"), {
      name: "RangeError",
      message:
        /^Cannot resume from 'folder\/a.safetensors' as it must be a checkpoint of a run/,
    });
  }
});
