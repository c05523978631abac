import assert from "node:assert/strict";
import type { Health } from "../health.ts";
import type { StepDiagnosis } from "../step_diagnosis.ts";
import {
  alikeRealImages,
  collapsedGenerator,
  deadUnits,
  differingModes,
  frozenDiscriminator,
  frozenGenerator,
  frozenInGeneratorsTurn,
  saturatedTanh,
} from "./health_illnesses.ts";
import type { Illness } from "./illness.ts";
import { type DoctorRecord, Symptoms } from "./symptoms.ts";

/** As in the middle of a healthy training on digits. */
const HEALTHY: Health & Partial<StepDiagnosis> = {
  weightNormG: 5,
  weightNormD: 5,
  runningNormG: .3,
  runningNormD: .02,
  imageCount: 64,
  spread: .5,
  realSpread: .8,
  clusters: 64,
  tanhSlope: .3,
  realTanhSlope: .18,
  deadShareG: 0,
  deadShareD: 0,
  modeDifference: .04,
  statisticsShiftD: .02,
};

/** The sign and the words of the second of two looks, 100 steps apart. */
function look(
  illness: Illness,
  changes: Partial<NonNullable<DoctorRecord["health"]>>,
) {
  const symptoms = new Symptoms();
  const losses = { lossDReal: .4, lossDFake: .4, lossG: 1.2 };
  const health = { ...HEALTHY, ...changes };
  const moved = { ...health, runningNormG: .31, runningNormD: .021 };
  symptoms.add({ step: 100, ...losses, health: moved });
  symptoms.add({ step: 200, ...losses, health });
  return { sign: illness.sign(symptoms), words: illness.evidence(symptoms) };
}

Deno.test("a healthy network has no sign of any illness", () => {
  const all = [
    alikeRealImages,
    collapsedGenerator,
    deadUnits,
    differingModes,
    frozenDiscriminator,
    frozenGenerator,
    frozenInGeneratorsTurn,
    saturatedTanh,
  ];
  for (const illness of all) {
    assert.equal(look(illness, {}).sign, "off", illness.condition);
  }
});

Deno.test("without a health there is no sign either", () => {
  const symptoms = new Symptoms();
  symptoms.add({ step: 1, lossDReal: .4, lossDFake: .4, lossG: 1 });
  for (const illness of [collapsedGenerator, deadUnits, differingModes, saturatedTanh]) {
    assert.notEqual(illness.sign(symptoms), "on");
  }
});

Deno.test("running statistics that have not moved in 100 steps are frozen; without batch norm there are none", () => {
  const still = look(frozenGenerator, { runningNormG: .31 });
  assert.equal(still.sign, "on");
  assert.match(still.words, /generator's running means .* not changed .* in 100 steps/);
  const signAfter = (steps: number) => {
    const symptoms = new Symptoms();
    const losses = { lossDReal: .4, lossDFake: .4, lossG: 1.2 };
    for (const step of [100, 100 + steps]) {
      symptoms.add({ step, ...losses, health: HEALTHY });
    }
    return frozenGenerator.sign(symptoms);
  };
  assert.deepEqual([99, 100].map(signAfter), ["between", "on"]);
  assert.equal(look(frozenDiscriminator, { runningNormD: .021 }).sign, "on");
  assert.equal(look(frozenDiscriminator, { runningNormD: null }).sign, "off");
});

Deno.test("real images within a grey level are all alike, and no scale for the two modes", () => {
  const { sign, words } = look(alikeRealImages, { realSpread: .007 });
  assert.equal(sign, "on");
  assert.match(words, /batch of step 200, two real images differ by less than a grey/);
  assert.equal(look(alikeRealImages, { realSpread: .012 }).sign, "between");
  assert.equal(look(differingModes, { realSpread: 0, modeDifference: .1 }).sign, "off");
});

Deno.test("D runs in inference mode in G's turn if that moves none of its statistics", () => {
  const { sign, words } = look(frozenInGeneratorsTurn, { statisticsShiftD: 0 });
  assert.equal(sign, "on");
  assert.match(words, /^In step 200, the generator's turn did not move/);
  const tiny = look(frozenInGeneratorsTurn, { statisticsShiftD: 1e-12 });
  assert.equal(tiny.sign, "off");
  // Without batch norm, and in records of earlier versions.
  for (const statisticsShiftD of [null, undefined]) {
    assert.notEqual(look(frozenInGeneratorsTurn, { statisticsShiftD }).sign, "on");
  }
});

Deno.test("inference differs from training if its images differ by more than half of what real ones do", () => {
  assert.equal(look(differingModes, { modeDifference: .6 }).sign, "on");
  // Real images differ by .8: the signs come at .6 of that and go at .4.
  const signs = [.49, .47, .33, .31]
    .map((modeDifference) => look(differingModes, { modeDifference }).sign);
  assert.deepEqual(signs, ["on", "between", "between", "off"]);
  assert.match(look(differingModes, { modeDifference: .6 }).words, /by 75 % of what two/);
});

Deno.test("half of a layer's units dead are a sign; the worse network is named", () => {
  const signs = [.5, .49, .4, .39]
    .map((deadShareD) => look(deadUnits, { deadShareD }).sign);
  assert.deepEqual(signs, ["on", "between", "between", "off"]);
  const { words } = look(deadUnits, { deadShareG: 1, gradientNormG: 0 });
  assert.match(words, /one layer of the generator, 100 % of the units/);
  assert.match(words, /norm of its gradient is 0\./);
});

Deno.test("tanh is saturated by comparison with real images, which may be black and white themselves", () => {
  const sign = (tanhSlope: number) => look(saturatedTanh, { tanhSlope }).sign;
  // The real images' slope is .18.
  assert.deepEqual([.01, .059, .061, .089, .091].map(sign), [
    ...["on", "on", "between", "between", "off"],
  ]);
  assert.equal(look(saturatedTanh, { tanhSlope: .01, realTanhSlope: .01 }).sign, "off");
  assert.equal(look(saturatedTanh, { tanhSlope: 0, realTanhSlope: 0 }).sign, "off");
});

Deno.test("few groups of alike images are a collapse once the generator paints at all", () => {
  const { sign, words } = look(collapsedGenerator, { clusters: 3, spread: .08 });
  assert.equal(sign, "on");
  assert.match(words, /64 fixed latents give only 3 groups .* by 10 % of what two real/);
  assert.match(
    look(collapsedGenerator, { clusters: 1 }).words,
    /images that are all alike/,
  );
  const signs = [16, 17, 32, 33]
    .map((clusters) => look(collapsedGenerator, { clusters }).sign);
  assert.deepEqual(signs, ["on", "between", "between", "off"]);
  const grey = { clusters: 1, tanhSlope: .95 };
  assert.equal(look(collapsedGenerator, grey).sign, "between");
});

Deno.test("few groups are no collapse while the images' spread grows, nor before half of the real ones' strength", () => {
  const losses = { lossDReal: .4, lossDFake: .4, lossG: 1.2 };
  const sign = (spreads: number[], tanhSlope = .3) => {
    const symptoms = new Symptoms();
    spreads.forEach((spread, i) => {
      const health = { ...HEALTHY, clusters: 3, spread, tanhSlope };
      symptoms.add({ step: 50 * (i + 1), ...losses, health });
    });
    return collapsedGenerator.sign(symptoms);
  };
  assert.equal(sign([.1, .15, .2]), "between");
  assert.equal(sign([.1, .15, .2, .18]), "between", "it may waver");
  assert.equal(sign([.1, .15, .2, .15]), "on");
  assert.equal(sign([.1, .15, .2, .2, .2]), "on", "without growth in 100 steps");
  // Real images' squares are .82 on average, half of that .41.
  assert.equal(sign([.1, .15, .2, .15], .6), "between");
});
