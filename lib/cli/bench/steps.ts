/**
 * Training steps by the clock, in the process that runs them.
 *
 * @module
 */
import { chooseBackend } from "../../backend/choose_backend.ts";
import type { ImageSet } from "../../data/image_set.ts";
import { RandomGenerator } from "../../tensor/random.ts";
import type { BatchSource } from "../../train/batch_source.ts";
import { createNetworks } from "../../train/create_networks.ts";
import { overrideRecipe, type Recipe } from "../../train/recipe.ts";
import { recipes } from "../../train/recipes.ts";
import { train } from "../../train/trainer.ts";
import type { BenchNetwork } from "./networks.ts";

/** What one process of the benchmark trains, and on how many threads. */
export interface BenchJob extends BenchNetwork {
  threads: number;
}

/** Training that waits between two measurements. */
export interface BenchSteps {
  /** How long the first step took, with whatever is done only once. */
  firstStepSeconds: number;
  /** Trainable numbers of both networks. */
  parameters: number;
  /**
   * Trains for some time, one step at least.
   *
   * @returns How many steps, and how long they took.
   */
  measure(seconds: number): Promise<{ steps: number; seconds: number }>;
  /** Ends the training and frees the networks. */
  end(): Promise<void>;
}

/**
 * Makes networks and takes their first step, by the trainer that everyone uses: batches,
 * random numbers, losses, both optimisers and records are in the time, as is freeing the
 * memory of each step.
 *
 * @param job The networks, the batch and the threads of `wasm-simd`.
 * @param images What is learned from: random bytes by default, as time does not depend on
 * them.
 * @returns The training. The caller ends it.
 */
export async function startSteps(
  job: BenchJob,
  images: ImageSet | BatchSource = randomImages(job),
): Promise<BenchSteps> {
  await chooseBackend({ backend: "wasm-simd", threads: job.threads, log: () => {} });
  const random = new RandomGenerator(1);
  const { generator, discriminator } = createNetworks(recipeOf(job), random);
  const records = train({
    generator,
    discriminator,
    images,
    batchSize: job.batch,
    steps: Number.MAX_SAFE_INTEGER,
  });
  const measure = (seconds: number) => repeatFor(seconds, () => records.next());
  const { seconds: firstStepSeconds } = await measure(0);
  return {
    firstStepSeconds,
    parameters: [...generator.trainable, ...discriminator.trainable]
      .reduce((sum, { size }) => sum + size, 0),
    measure,
    end: async () => {
      await records.return();
      generator.dispose();
      discriminator.dispose();
    },
  };
}

/**
 * Does the same again and again for some time, once at least.
 *
 * @param seconds After which no other begins.
 * @param step What is done; a promise is waited for.
 * @returns How often, and how long it took.
 */
export async function repeatFor(
  seconds: number,
  step: () => unknown,
): Promise<{ steps: number; seconds: number }> {
  const started = performance.now();
  for (let steps = 1;; steps++) {
    await step();
    const elapsed = (performance.now() - started) / 1000;
    if (elapsed >= seconds) return { steps, seconds: elapsed };
  }
}

/** The source's networks at the row's size; those of GANs in Action have only one. */
function recipeOf({ network, size, width, channels }: BenchNetwork): Recipe {
  if (network === "gansInAction") return recipes.gansInAction;
  return overrideRecipe(recipes[network], { size, width, channels });
}

function randomImages({ size, channels, batch }: BenchNetwork): ImageSet {
  const random = new RandomGenerator(2);
  const images = Uint8Array.from(
    { length: batch * size * size * channels },
    () => random.uint32() & 255,
  );
  return {
    images,
    count: batch,
    height: size,
    width: size,
    channels,
    labels: null,
    classNames: null,
    origin: "random bytes",
  };
}
