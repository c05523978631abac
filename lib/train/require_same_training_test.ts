import assert from "node:assert/strict";
import {
  epochsBefore,
  requireSameTraining,
  type TrainingFacts,
} from "./require_same_training.ts";
import type { StepRecord } from "./training_state.ts";

const facts = (): TrainingFacts => ({
  architectures: {
    generator: { network: "gansInActionGenerator", latentSize: 100 },
    discriminator: { network: "gansInActionDiscriminator" },
  } as TrainingFacts["architectures"],
  constants: {
    adam: { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    loss: { reduction: "mean", halves: "added" },
    fakeBatch: "reused",
    latents: "normal",
    averageDecay: null,
  },
  data: { batchSize: 64, identity: { origin: "digits", count: 100, fingerprint: "a" } },
});

Deno.test("requireSameTraining() takes the same facts, whatever the order of their names", () => {
  const { adam: { learningRate, ...betas }, ...constants } = facts().constants;
  const turned = {
    ...facts(),
    constants: { adam: { ...betas, learningRate }, ...constants },
  };
  requireSameTraining(facts(), turned);
  const moved = facts();
  moved.data.identity!.origin = "the same digits in another folder";
  requireSameTraining(facts(), moved);
});

Deno.test("requireSameTraining() refuses what differs and names both, unless that is allowed", () => {
  const refuse = (
    change: (other: TrainingFacts) => void,
    message: RegExp,
    allow: object,
  ) => {
    const other = facts();
    change(other);
    assert.throws(() => requireSameTraining(facts(), other), {
      name: "RangeError",
      message,
    });
    requireSameTraining(facts(), other, allow);
  };
  refuse(
    ({ constants }) => constants.fakeBatch = "computedAgain",
    /the constants .*"reused".*: it is .*"computedAgain".*; .* pass 'allowOtherConstants'/,
    { allowOtherConstants: true },
  );
  const allow = { allowOtherData: true };
  refuse(
    ({ data }) => data.batchSize = 32,
    /size must be the checkpoint's, 64: it is 32/,
    allow,
  );
  refuse(
    ({ data }) => data.identity!.fingerprint = "b",
    /, 100 images from 'digits' \(fingerprint a\): it is 100 images .*fingerprint b\); /,
    allow,
  );
  const identity = { origin: "100 images from /a", count: 100, fingerprint: "b" };
  refuse(
    ({ data }) => data.identity = identity,
    /the checkpoint's, 100 images from 'digits': it is 100 images from \/a; /,
    allow,
  );
  refuse(({ data }) => data.identity = null, /: it is of unknown origin; /, allow);
});

Deno.test("requireSameTraining() refuses other networks whatever is allowed", () => {
  const other = facts();
  other.architectures.generator = {
    network: "gansInActionDiscriminator",
  } as typeof other.architectures.generator;
  const all = { allowOtherData: true, allowOtherConstants: true };
  assert.throws(
    () => requireSameTraining(facts(), other, all),
    /the generator must be the checkpoint's, .*Generator"}: it is .*Discriminator"}$/,
  );
});

Deno.test("requireSameTraining() lets an average's decay change, but refuses one that begins or ends, whatever is allowed", () => {
  const withDecay = (averageDecay: number | null): TrainingFacts => ({
    ...facts(),
    constants: { ...facts().constants, averageDecay },
  });
  const all = { allowOtherData: true, allowOtherConstants: true };
  requireSameTraining(withDecay(.9), withDecay(.99), all);
  assert.throws(() => requireSameTraining(withDecay(null), withDecay(.9), all), {
    name: "RangeError",
    message:
      "Cannot continue the training as 'averageDecay' must be null, as no average " +
      "was kept: the checkpoint's is null, it is 0.9",
  });
  assert.throws(() => requireSameTraining(withDecay(.9), withDecay(null), all), {
    name: "RangeError",
    message: "Cannot continue the training as 'averageDecay' must be a number, as an " +
      "average was kept: the checkpoint's is 0.9, it is null",
  });
});

Deno.test("a training has epochs of other images behind it if it takes others now, or did before", () => {
  const records = [1, 1, 2].map((epoch) => ({ epoch }) as StepRecord);
  assert.equal(epochsBefore({ records }), 0);
  assert.equal(epochsBefore({ records, epochsBefore: 1 }), 1);
  assert.equal(epochsBefore({ records, epochsBefore: 1 }, { allowOtherData: true }), 2);
  assert.equal(epochsBefore({ records: [] }, { allowOtherData: true }), 0);
});
