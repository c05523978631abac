/**
 * A training of small networks that tests can interrupt, continue and compare.
 *
 * @module
 */
import { Batches } from "../lib/data/batches.ts";
import { drawDigits } from "../lib/data/digits.ts";
import { resizeImages } from "../lib/data/resize.ts";
import { createDiscriminator } from "../lib/model/discriminator.ts";
import { createGenerator } from "../lib/model/generator.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import type { AdamOptions } from "../lib/train/adam.ts";
import type { BatchSource } from "../lib/train/batch_source.ts";
import { Training } from "../lib/train/training.ts";
import type { StepsOptions, TrainingParts } from "../lib/train/training_parts.ts";
import type { StepRecord, TrainingState } from "../lib/train/training_state.ts";

/** 22 digits of 16×16. */
export const images = resizeImages(drawDigits({ count: 22, seed: 1 }), 16);

/** As in PyTorch's tutorial. */
export const adam: AdamOptions = {
  learningRate: 2e-4,
  beta1: 0.5,
  beta2: 0.999,
  epsilon: 1e-8,
};

/** A training of small networks, which are disposed with it. */
export function openTraining(
  { width = 1, ...options }: Partial<TrainingParts> & { width?: number } = {},
) {
  const random = new RandomGenerator(1);
  const sizes = { size: 16, width, channels: 1, random };
  const generator = createGenerator({ ...sizes, latentSize: 3 });
  const discriminator = createDiscriminator(sizes);
  const parts = { generator, discriminator, images, batchSize: 4, adam, seed: 5 };
  const training = new Training({ ...parts, ...options });
  const dispose = () => {
    for (const part of [training, generator, discriminator]) part.dispose();
  };
  return { training, dispose };
}

/** Trains on, and gives back the records of these steps. */
export async function advance(
  training: Training,
  until: StepsOptions,
): Promise<StepRecord[]> {
  const records = [];
  for await (const record of training.steps(until)) records.push(record);
  return records;
}

/** A state without what depends on the clock. */
export const timeless = ({ records, ...state }: TrainingState) => ({
  ...state,
  records: records.map(({ imagesPerSecond: _, ...record }) => record),
});

/** As an image pipeline: its batches come later, and it has begun the next ones before. */
export function awaitedBatches(seed = 3): BatchSource {
  const batches = new Batches(images, {
    batchSize: 4,
    random: new RandomGenerator(seed),
    horizontalFlips: true,
  });
  return {
    batchSize: 4,
    identity: batches.identity,
    batchesPerEpoch: batches.batchesPerEpoch,
    next: async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return batches.next();
    },
    state: () => batches.state(),
    restore: async (state) => {
      await Promise.resolve();
      batches.restore(state as ReturnType<Batches["state"]>);
    },
  };
}
