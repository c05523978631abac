import assert from "node:assert/strict";
import {
  describeDiagnosis,
  diagnosisShort,
  diagnosisTitle,
} from "./describe_diagnosis.ts";
import type { Diagnosis } from "./doctor/diagnosis.ts";

const DIAGNOSIS: Diagnosis = {
  condition: "generatorCollapsed",
  severity: "serious",
  since: 120,
  until: null,
  evidence: "64 fixed latents give only 3 groups of alike images.",
  advice: "Go back.",
  clusters: 3,
};

Deno.test("an illness is described by what goes on, since when, how one sees it and what to try", () => {
  assert.equal(
    describeDiagnosis(DIAGNOSIS),
    "The generator collapsed (to 3 groups of images), since step 120: Whatever numbers " +
      "go in, nearly the same images come out. 64 fixed latents give only 3 groups of " +
      "alike images. What to try: Go back.",
  );
  assert.match(
    describeDiagnosis({ ...DIAGNOSIS, clusters: 1 }),
    /\(to one image\), since/,
  );
});

Deno.test("an illness that is over has its last step", () => {
  assert.match(
    describeDiagnosis({ ...DIAGNOSIS, until: 400 }),
    /, from step 120 to 400:/,
  );
});

Deno.test("a healthy training is described without a step", () => {
  const healthy: Diagnosis = {
    condition: "healthy",
    severity: "none",
    since: 1,
    until: null,
    evidence: "Neither loss runs away.",
    advice: "Go on.",
  };
  assert.equal(describeDiagnosis(healthy), "Healthy. Neither loss runs away. Go on.");
});

Deno.test("what is said where no illness shows has its own title", () => {
  const unformed: Diagnosis = {
    condition: "unformed",
    severity: "none",
    since: 1,
    until: null,
    evidence: "Two images differ by 5 %.",
    advice: "Go on.",
  };
  assert.equal(
    describeDiagnosis(unformed),
    "Nothing wrong so far, but the images are still fog. Two images differ by 5 %. Go on.",
  );
});

Deno.test("each condition has a title that fits a line", () => {
  assert.equal(diagnosisTitle("deadRelus"), "Dead ReLUs");
  assert.ok(diagnosisTitle("discriminatorOverpowers").length < 50);
  assert.equal(diagnosisShort("unformed"), "no fault, still fog");
});
