import assert from "node:assert/strict";
import { diagnose } from "./diagnose.ts";
import { Doctor } from "./doctor/doctor.ts";
import type { StepRecord } from "./training_state.ts";

/** A printed result, held over the last thousand steps of a training. */
const printed = (lossD: number, lossG: number) =>
  [19_000, 20_000].map((step) => ({
    step,
    lossDReal: lossD / 2,
    lossDFake: lossD / 2,
    lossG,
  }));

Deno.test("what GANs in Action and d2l print at their end is a D that overpowers G", () => {
  // Both halve D's loss: .058 and .030 are .116 and .060 when the halves are added.
  for (const [halved, lossG] of [[.058, 4.254], [.030, 7.203]]) {
    const [first, ...others] = diagnose(printed(2 * halved, lossG));
    assert.equal(first.condition, "discriminatorOverpowers");
    assert.deepEqual(others, []);
  }
});

Deno.test("diagnose() compares no scores of other images, if it is told that they are others", () => {
  const scores = { scoreReal: .6, scoreFakeBefore: .4, scoreFakeAfter: .7 };
  const records = printed(1.2, 1).map((record) => ({ ...record, ...scores }));
  assert.equal(diagnose(records)[0].condition, "batchNormMisused");
  assert.equal(
    diagnose(records, { fakeBatch: "drawnAgain" })[0].condition,
    "lossesHealthy",
  );
});

Deno.test("losses at their equilibrium, 2 ln 2 and ln 2, are healthy as far as losses tell", () => {
  const [{ condition }] = diagnose(printed(2 * Math.LN2, Math.LN2));
  assert.equal(condition, "lossesHealthy");
});

Deno.test("no records are too early to say", () => {
  const records: StepRecord[] = [];
  assert.equal(diagnose(records)[0].condition, "tooEarly");
});

Deno.test("diagnose() says what a doctor says who saw the records one by one", () => {
  const records = Array.from({ length: 800 }, (_, i) => ({
    step: i + 1,
    lossDReal: i < 250 ? .4 : .01,
    lossDFake: i < 250 ? .4 : .02,
    lossG: i < 250 ? 1 : 6,
  }));
  const doctor = new Doctor();
  for (const record of records) doctor.add(record);
  assert.deepEqual(diagnose(records), doctor.diagnoses());
  assert.equal(diagnose(records)[0].condition, "discriminatorOverpowers");
});
