/**
 * A source of batches that works ahead, as an image pipeline does.
 *
 * @module
 */
import { type Batch, Batches } from "../lib/data/batches.ts";
import type { ImageSet } from "../lib/data/image_set.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import type { BatchSource } from "../lib/train/batch_source.ts";

/** How many batches are begun before they are asked for. */
const AHEAD = 3;

/**
 * Mirrored batches of a set that come later, some of them long before they are wanted.
 * Where it stands is where the batches given out end, not those in work.
 *
 * @param images The set.
 * @param options Images in a batch, and what decides their order.
 */
export function prefetchingSource(
  images: ImageSet,
  { batchSize, seed }: { batchSize: number; seed: number },
): BatchSource {
  const random = new RandomGenerator(seed);
  const batches = new Batches(images, { batchSize, random, horizontalFlips: true });
  let ahead: { batch: Promise<Batch>; state: ReturnType<Batches["state"]> }[] = [];
  let state = batches.state();
  const begin = () => {
    const batch = batches.next();
    const later = new Promise<Batch>((resolve) => setTimeout(() => resolve(batch), 1));
    ahead.push({ batch: later, state: batches.state() });
  };
  return {
    batchSize,
    batchesPerEpoch: batches.batchesPerEpoch,
    identity: batches.identity,
    next: async () => {
      while (ahead.length < AHEAD) begin();
      const first = ahead.shift()!;
      state = first.state;
      return await first.batch;
    },
    state: () => state,
    restore: async (saved) => {
      for (const { batch } of ahead) (await batch).images.dispose();
      ahead = [];
      batches.restore(saved as typeof state);
      state = batches.state();
    },
  };
}
