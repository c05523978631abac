import assert from "node:assert/strict";
import { describeDiagnosis } from "../describe_diagnosis.ts";
import { Doctor } from "./doctor.ts";
import type { DoctorRecord } from "./symptoms.ts";

const HEALTHY = { lossDReal: .4, lossDFake: .4, lossG: 1.2 };
const OVERPOWERED = { lossDReal: .02, lossDFake: .02, lossG: 5 };

/** Of images that hardly differ yet. */
const HEALTH = {
  weightNormG: 5,
  weightNormD: 5,
  runningNormG: null,
  runningNormD: null,
  imageCount: 64,
  spread: .1,
  realSpread: .8,
  clusters: 64,
  tanhSlope: .3,
  realTanhSlope: .18,
  deadShareG: 0,
  deadShareD: 0,
  modeDifference: .04,
};

/** Records of as many steps as are asked for, one phase after the other. */
function phases(...parts: [number, Omit<DoctorRecord, "step">][]): DoctorRecord[] {
  return parts.flatMap(([steps, losses]) => Array<typeof losses>(steps).fill(losses))
    .map((losses, i) => ({ step: i + 1, ...losses }));
}

/** The conditions after each record, where they change. */
function course(records: DoctorRecord[]): string[] {
  const doctor = new Doctor();
  const seen: string[] = [];
  for (const record of records) {
    doctor.add(record);
    const now = doctor.diagnoses().map(({ condition }) => condition).join(", ");
    if (now !== seen.at(-1)) seen.push(now);
  }
  return seen;
}

Deno.test("a doctor without records says that it is too early", () => {
  const [{ condition, evidence }] = new Doctor().diagnoses();
  assert.equal(condition, "tooEarly");
  assert.equal(evidence, "There are no records yet; it takes 250 steps.");
});

Deno.test("a doctor says nothing before step 250, then that the losses look healthy", () => {
  assert.deepEqual(course(phases([400, HEALTHY])), ["tooEarly", "lossesHealthy"]);
  assert.deepEqual(course(phases([249, HEALTHY])), ["tooEarly"]);
});

Deno.test("an illness that comes and goes makes one note, with its beginning and its end", () => {
  const records = phases([300, HEALTHY], [600, OVERPOWERED], [600, HEALTHY]);
  assert.deepEqual(course(records), [
    "tooEarly",
    "lossesHealthy",
    "discriminatorOverpowers",
    "lossesHealthy",
  ]);
  const doctor = new Doctor();
  for (const record of records) doctor.add(record);
  const [{ condition, since, until }, ...others] = doctor.past();
  assert.equal(condition, "discriminatorOverpowers");
  assert.ok(since > 400 && since < 600, `since ${since}`);
  assert.ok(until! > 900 && until! < 1050, `until ${until}`);
  assert.deepEqual(others, []);
});

Deno.test("losses that waver about a threshold do not make the note flicker", () => {
  // Means about .124, the threshold: 400 steps on one side, 400 on the other.
  const above = { lossDReal: .07, lossDFake: .07, lossG: 4 };
  const below = { lossDReal: .05, lossDFake: .05, lossG: 4 };
  const turns = [above, below, above, below, above, below];
  const records = phases(
    ...turns.map((losses) => [400, losses] as [number, typeof above]),
  );
  assert.deepEqual(course(records), [
    "tooEarly",
    "lossesHealthy",
    "discriminatorOverpowers",
  ]);
});

Deno.test("a single step's loss raises nothing, but one that is NaN or in the millions does at once", () => {
  const spike = { ...HEALTHY, lossDReal: 30 };
  assert.deepEqual(course(phases([300, HEALTHY], [1, spike], [300, HEALTHY])), [
    "tooEarly",
    "lossesHealthy",
  ]);
  const broken = { ...HEALTHY, lossDReal: NaN };
  assert.deepEqual(course(phases([10, HEALTHY], [1, broken])), ["tooEarly", "diverging"]);
  const exploded = { ...HEALTHY, lossG: 162_817_552 };
  assert.deepEqual(course(phases([10, HEALTHY], [1, exploded])), [
    "tooEarly",
    "diverging",
  ]);
});

Deno.test("D(G(z)) after D's update is no sign of an illness where it is of other images", () => {
  const scores = { scoreReal: .6, scoreFakeBefore: .4 };
  const batches = ["reused", "drawnAgain"] as const;
  for (const [after, illness] of [[.7, "batchNormMisused"], [.2, "diverging"]] as const) {
    const records = phases([300, { ...HEALTHY, ...scores, scoreFakeAfter: after }]);
    const conditions = batches.map((fakeBatch) => {
      const doctor = new Doctor({ fakeBatch });
      for (const record of records) doctor.add(record);
      return doctor.diagnoses().map(({ condition }) => condition);
    });
    assert.deepEqual(conditions, [[illness], ["lossesHealthy"]]);
  }
});

Deno.test("images that are all alike stand first, and no other illness is read from their spread", () => {
  const health = {
    ...HEALTH,
    realSpread: 0,
    spread: .1,
    modeDifference: .7,
  };
  const doctor = new Doctor();
  for (const record of phases([400, HEALTHY])) {
    doctor.add(record.step % 20 === 0 ? { ...record, health } : record);
  }
  const found = doctor.diagnoses();
  assert.deepEqual(found.map(({ condition }) => condition), ["imagesAlike"]);
  assert.match(describeDiagnosis(found[0]), /differ by less than a grey level of 256/);
});

Deno.test("of the same condition one note is given, the cause before what it brings about", () => {
  const runningNorms = { runningNormG: 4, runningNormD: 4 };
  const health = { ...HEALTH, ...runningNorms, clusters: 2, modeDifference: .7 };
  const doctor = new Doctor();
  for (const record of phases([400, OVERPOWERED])) {
    doctor.add(record.step % 20 === 0 ? { ...record, health } : record);
  }
  const found = doctor.diagnoses();
  assert.deepEqual(found.map(({ condition }) => condition), [
    "batchNormMisused",
    "generatorCollapsed",
    "discriminatorOverpowers",
  ]);
  assert.equal(found[1].clusters, 2);
  assert.match(found[0].evidence, /not changed by a single bit/);
});
