import assert from "node:assert/strict";
import type { Health } from "../health.ts";
import { NoIllness } from "./no_illness.ts";
import { type DoctorRecord, Symptoms } from "./symptoms.ts";

const LOSSES = { lossDReal: .4, lossDFake: .4, lossG: 1.2 };

/** Real images differ by .5 and their squares are .8: both numbers are shares of that. */
const healthOf = (spread: number, strength: number) =>
  ({
    spread: .5 * spread,
    realSpread: .5,
    tanhSlope: 1 - .8 * strength,
    realTanhSlope: .2,
  }) as Health;

/** What is said after so many steps with a look every 50, and after each of these. */
function words(steps: number, health: (step: number) => Health | null) {
  const symptoms = new Symptoms();
  const noIllness = new NoIllness();
  const conditions: string[] = [];
  for (let step = 1; step <= steps; step++) {
    const look = step % 50 === 0 ? health(step) : null;
    const record: DoctorRecord = { step, ...LOSSES, ...(look && { health: look }) };
    symptoms.add(record);
    noIllness.see(symptoms, record);
    const { condition } = noIllness.diagnosis(symptoms);
    if (condition !== conditions.at(-1)) conditions.push(condition);
  }
  return { ...noIllness.diagnosis(symptoms), conditions };
}

Deno.test("before step 250 it is too early, and what is known so far is said", () => {
  assert.equal(
    words(1, () => null).evidence,
    "Nothing wrong shows in 1 step so far; it takes 250.",
  );
  const { condition, evidence } = words(120, () => healthOf(.1, .05));
  assert.equal(condition, "tooEarly");
  assert.match(
    evidence,
    /^Nothing wrong shows in 120 steps so far; it takes 250\. At the .* differ by 10 % .* is 5 % of/,
  );
});

Deno.test("step 250 is the first that is not too early", () => {
  assert.equal(words(249, () => null).condition, "tooEarly");
  assert.equal(words(250, () => null).condition, "lossesHealthy");
});

Deno.test("images are fog until both numbers were half of the real ones' in two looks in a row", () => {
  const { conditions, evidence } = words(600, (step) => healthOf(step / 500, step / 600));
  assert.deepEqual(conditions, ["tooEarly", "unformed", "healthy"]);
  assert.match(
    evidence,
    /neither runs away\. At the last look, .* differ by 120 %/,
  );
  const late = words(349, (step) => healthOf(step / 500, step / 600));
  assert.equal(late.condition, "unformed", "step 300 was the first such look");
  const weak = words(600, (step) => healthOf(step / 500, .3));
  assert.equal(weak.condition, "unformed");
});

Deno.test("images that fade are fog again after a hundred steps, one that wavers is not", () => {
  const fading = (step: number) => healthOf(step < 400 ? 1 : .2, 1);
  assert.equal(words(499, fading).condition, "healthy");
  assert.equal(words(500, fading).condition, "unformed");
  const wavering = words(600, (step) => healthOf(step < 400 ? 1 : .45, 1));
  assert.equal(wavering.condition, "healthy");
});

Deno.test("a spread that has not grown in 200 steps is told", () => {
  const standing = words(400, () => healthOf(.12, .05));
  assert.match(standing.evidence, / The first has not grown in 350 steps\.$/);
  const growing = words(400, (step) => healthOf(step / 1000, .05));
  assert.doesNotMatch(growing.evidence, /grown/);
});

Deno.test("without a health only losses were looked at, and that is in the title's place", () => {
  const { condition, evidence } = words(300, () => null);
  assert.equal(condition, "lossesHealthy");
  assert.match(evidence, /Only losses were looked at/);
});

Deno.test("real images that are all alike are no measure of anything", () => {
  const alike = { ...healthOf(1, 1), realSpread: 0 };
  assert.doesNotMatch(words(120, () => alike).evidence, /Infinity|look/);
});
