import assert from "node:assert/strict";
import type { Illness } from "./illness.ts";
import {
  brokenLosses,
  explodedLosses,
  overpoweringDiscriminator,
  overshootingSteps,
  runawayLosses,
  twoDiscriminators,
} from "./loss_illnesses.ts";
import { type DoctorRecord, Symptoms } from "./symptoms.ts";

/** The sign and the words after one record. */
function look(illness: Illness, record: Partial<DoctorRecord>) {
  const symptoms = new Symptoms();
  const undecided = { lossDReal: Math.LN2, lossDFake: Math.LN2, lossG: Math.LN2 };
  symptoms.add({ step: 1, ...undecided, ...record });
  return { sign: illness.sign(symptoms), words: illness.evidence(symptoms) };
}

const ALL = [
  brokenLosses,
  explodedLosses,
  overpoweringDiscriminator,
  overshootingSteps,
  runawayLosses,
  twoDiscriminators,
];

Deno.test("a discriminator that is undecided is no sign of any illness", () => {
  for (const illness of ALL) {
    const scores = { scoreReal: .5, scoreFakeBefore: .5, scoreFakeAfter: .49 };
    assert.equal(look(illness, {}).sign, "off");
    assert.equal(look(illness, scores).sign, "off");
  }
});

Deno.test("a loss that is NaN is a sign, and named", () => {
  const { sign, words } = look(brokenLosses, { lossG: NaN });
  assert.equal(sign, "on");
  assert.equal(words, "lossG is NaN.");
});

Deno.test("a single loss explodes beyond 1000, and is named; one that is NaN is another illness", () => {
  const { sign, words } = look(explodedLosses, { lossG: 162_817_552 });
  assert.equal(sign, "on");
  assert.match(words, /^lossG is 1\.6e\+8, when/);
  assert.equal(look(explodedLosses, { lossDFake: 1001 }).sign, "on");
  assert.equal(look(explodedLosses, { lossDFake: 999 }).sign, "off");
  assert.equal(look(explodedLosses, { lossG: NaN }).sign, "off");
});

Deno.test("losses run away beyond twice what guessing costs, or below what float32 can tell from 0", () => {
  assert.equal(look(runawayLosses, { lossDReal: 3 }).sign, "on");
  assert.equal(look(runawayLosses, { lossDReal: 1.8 }).sign, "between");
  assert.equal(look(runawayLosses, { lossG: 17 }).sign, "on");
  assert.equal(look(runawayLosses, { lossG: 7 }).sign, "off");
});

Deno.test("steps overshoot if an update moves D far, and far for what it has reached", () => {
  const push = (scoreReal: number, scoreFakeBefore: number, by: number) =>
    look(overshootingSteps, {
      scoreReal,
      scoreFakeBefore,
      scoreFakeAfter: scoreFakeBefore - by,
    });
  assert.equal(push(.6, .4, .15).sign, "on");
  assert.equal(push(.95, .1, .11).sign, "off", "little beside the .85 that were reached");
  assert.equal(push(.51, .49, .01).sign, "off", "much beside .02, but little");
  const far = [.101, .099, .071, .069].map((by) => push(.6, .4, by).sign);
  assert.deepEqual(far, ["on", "between", "between", "off"]);
  // A quarter of the .5 that were reached, and a sixth.
  const reached = [.13, .12, .085, .08].map((by) => push(.85, .35, by).sign);
  assert.deepEqual(reached, ["on", "between", "between", "off"]);
  assert.match(push(.6, .4, .15).words, /by 15 points of 100, .* only 20 points apart/);
});

Deno.test("D overpowers G when it is sure on both kinds of images, not on one", () => {
  const sure = { lossDReal: .04, lossDFake: .04, lossG: 4 };
  assert.equal(look(overpoweringDiscriminator, sure).sign, "on");
  assert.equal(look(overpoweringDiscriminator, { ...sure, lossDReal: .5 }).sign, "off");
  assert.equal(look(overpoweringDiscriminator, { ...sure, lossG: .7 }).sign, "off");
  const signOf = (changes: Partial<DoctorRecord>) =>
    look(overpoweringDiscriminator, { ...sure, ...changes }).sign;
  // −2 ln .94 is .124, −2 ln .88 is .256; ln 10 is 2.303, ln 5 is 1.609.
  const byD = [.061, .063, .127, .129]
    .map((half) => signOf({ lossDReal: half, lossDFake: half }));
  assert.deepEqual(byD, ["on", "between", "between", "off"]);
  const byG = [2.31, 2.29, 1.62, 1.6].map((lossG) => signOf({ lossG }));
  assert.deepEqual(byG, ["on", "between", "between", "off"]);
  const scores = { scoreReal: .96, scoreFakeBefore: .04, scoreFakeAfter: .03 };
  const { words } = look(overpoweringDiscriminator, { ...sure, ...scores });
  assert.match(
    words,
    /^Smoothed over about 100 steps, .* loss is 0\.08 \(1\.4 if it only guessed\)/,
  );
  assert.match(words, /real images for real with 96 % and generated ones with 4 %/);
  assert.doesNotMatch(words, /judged/);
  const health = { accuracyReal: .9, accuracyFake: .8 } as DoctorRecord["health"];
  const measured = look(overpoweringDiscriminator, { ...sure, health });
  assert.match(measured.words, /judged 85 % of a batch rightly\.$/);
});

Deno.test("D is two networks if learning that images are fake makes it think them real", () => {
  const scores = { scoreReal: .8, scoreFakeBefore: .2, scoreFakeAfter: .6 };
  const { sign, words } = look(twoDiscriminators, scores);
  assert.equal(sign, "on");
  assert.match(words, /by 40 points of 100 more than before/);
  const signs = [.31, .29, .26, .24].map((scoreFakeAfter) =>
    look(twoDiscriminators, { ...scores, scoreFakeAfter }).sign
  );
  assert.deepEqual(signs, ["on", "between", "between", "off"]);
});
