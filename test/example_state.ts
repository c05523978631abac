/**
 * A training's state made up for tests of checkpoints: small, with every odd number.
 *
 * @module
 */
import type { Health } from "../lib/train/health.ts";
import type { StepDiagnosis } from "../lib/train/step_diagnosis.ts";
import type { StepRecord, TrainingState } from "../lib/train/training_state.ts";

/** NaN with a payload, −0, the smallest subnormal, −∞: what a copy may lose. */
export const ODD_BITS = Uint32Array.of(0x7fc12345, 0x80000000, 1, 0xff800000);

/**
 * The state after so many steps.
 *
 * @param step How many.
 */
export function exampleState(step = 4): TrainingState {
  const tensor = (shape: number[], first: number) => ({
    shape,
    data: Float32Array.from(
      { length: shape.reduce((a, b) => a * b, 1) },
      (_, i) => first + i + step,
    ),
  });
  return {
    step,
    architectures: {
      generator: { network: "generator", size: 16 },
      discriminator: { network: "discriminator", size: 16 },
    } as TrainingState["architectures"],
    constants: {
      adam: { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
      loss: { reduction: "mean", halves: "added" },
      fakeBatch: "reused",
      latents: "normal",
      averageDecay: 0.999,
    },
    recipe: null,
    about: { folder: "Bilder/größer" },
    data: { batchSize: 4, identity: { origin: "digits", count: 22, fingerprint: "ab" } },
    random: [1, 2, 3, 0xffffffff],
    batches: { epoch: 1, position: 8, shuffle: [4, 3, 2, 1] },
    updates: { generator: step, discriminator: step },
    tensors: new Map([
      ["generator.main.0.weight", {
        shape: [2, 2],
        data: new Float32Array(ODD_BITS.buffer.slice(0)),
      }],
      ["generator.main.0.weight.firstMoment", tensor([2, 2], 0.1)],
      ["generator.main.0.weight.secondMoment", tensor([2, 2], 0.2)],
      ["discriminator.main.0.weight", tensor([3], 0.3)],
      ["average.main.0.weight", tensor([2, 2], 0.4)],
      ["fixedLatents", tensor([64, 2], -1)],
    ]),
    records: Array.from({ length: step }, (_, i) => exampleRecord(i + 1)),
  };
}

function exampleRecord(step: number): StepRecord {
  const record: StepRecord = {
    step,
    epoch: 1,
    lossDReal: 1 / 3,
    lossDFake: -0,
    lossD: Number.MIN_VALUE,
    lossG: step === 2 ? NaN : 0.7,
    scoreReal: 0.5,
    scoreFakeBefore: 0.1,
    scoreFakeAfter: 0.2,
    imagesPerSecond: Infinity,
  };
  if (step % 3 !== 0) return record;
  const health = { spread: NaN, runningNormG: null, tanhSlope: -0, clusters: 3 };
  return { ...record, health: health as unknown as Health & StepDiagnosis };
}
