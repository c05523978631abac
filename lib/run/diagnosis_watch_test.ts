import assert from "node:assert/strict";
import type { Diagnosis } from "../train/doctor/diagnosis.ts";
import { DiagnosisWatch } from "./diagnosis_watch.ts";

const healthy: Diagnosis = {
  condition: "healthy",
  severity: "none",
  since: 1,
  until: null,
  evidence: "",
  advice: "",
};
const collapsed: Diagnosis = {
  ...healthy,
  condition: "generatorCollapsed",
  severity: "serious",
  since: 300,
  evidence: "The spread is .01.",
  advice: "Halve the learning rate.",
  clusters: 2,
};

Deno.test("an illness is told when it appears and when it is over, and once each", () => {
  const watch = new DiagnosisWatch();
  assert.deepEqual(watch.see([healthy], 300), []);
  const [line, ...others] = watch.see([collapsed], 350);
  assert.match(
    line,
    /^The generator collapsed \(to 2 groups of images\), since step 300/,
  );
  assert.match(line, /Halve the learning rate/);
  assert.deepEqual(others, []);
  assert.deepEqual(watch.see([{ ...collapsed, evidence: "Other numbers." }], 400), []);
  assert.deepEqual(watch.see([healthy], 450), [
    "Over since step 450: The generator collapsed.",
  ]);
  assert.deepEqual(watch.see([healthy], 500), []);
});
