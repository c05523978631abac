/**
 * The batch size that a machine's memory allows.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { MemoryFullError } from "../backend/choose_backend.ts";
import { freeBytes, peakBytes } from "../backend/memory_use.ts";
import { createFromArchitecture } from "../model/architecture.ts";
import type { Network } from "../model/network.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor } from "../tensor/random_tensor.ts";
import { Adam } from "./adam.ts";
import { trainStep } from "./train_step.ts";

/** Two small batches; what a step needs grows in a straight line through both. */
const MEASURED_BATCHES = [16, 32] as const;

/** Of the free memory, for the first trial: some is lost between blocks. */
const USABLE_SHARE = 0.85;

/** What is left of the batch for the next trial, if one does not fit. */
const LESS = 0.92;

/**
 * A batch that these networks can be trained with in the memory that is free, about the
 * largest.
 *
 *     bytes(batch) = a + b · batch,   a and b from two small batches
 *
 * The estimate is then tried, and made smaller until two steps succeed: how much is lost
 * between the blocks of a heap cannot be computed. All of it happens on copies; the
 * networks themselves stay as they are. It takes as long as a few steps.
 *
 * @param networks What is to be trained, in memory with its optimisers.
 * @returns Images in a batch, a multiple of 8; null if not even 8 fit, or the running
 * backend does not count its memory.
 */
export async function fittingBatch(networks: NetworkPair): Promise<number | null> {
  if (freeBytes() === null) return null;
  const trial = new Trial(networks);
  try {
    let batch = await trial.estimate();
    while (batch >= 8) {
      if (await trial.succeeds(batch)) return batch;
      batch = multipleOf8(batch * LESS);
    }
    return null;
  } catch (error) {
    if (error instanceof MemoryFullError) return null;
    throw error;
  } finally {
    trial.dispose();
  }
}

/**
 * Throws on what a step threw; if its batch did not fit into the memory, an error that
 * names a batch that does.
 *
 * @param cause What the step threw. Its tensors must be disposed.
 * @param networks What it was to train.
 * @param batchSize The batch that was tried.
 * @throws {MemoryFullError} If `cause` is one; else `cause` itself.
 */
export async function rethrowNamingBatch(
  cause: unknown,
  networks: NetworkPair,
  batchSize: number,
): Promise<never> {
  if (!(cause instanceof MemoryFullError)) throw cause;
  const fitting = await fittingBatch(networks);
  const advice = fitting === null
    ? "not even 8 images fit: take narrower networks or smaller images"
    : `${fitting} images fit`;
  throw new MemoryFullError(
    `Cannot train with batches of ${batchSize} images as a step must fit in ` +
      `${Math.round((freeBytes() ?? 0) / 1e6)} MB of free memory: ${advice}`,
    { cause },
  );
}

interface NetworkPair {
  generator: Network;
  discriminator: Network;
}

/** Copies of networks, for steps that nobody keeps. */
class Trial {
  readonly #random = new RandomGenerator(1);
  readonly #parts;

  constructor(networks: NetworkPair) {
    const copy = ({ architecture }: Network) =>
      createFromArchitecture(architecture, this.#random);
    const generator = copy(networks.generator);
    const discriminator = copy(networks.discriminator);
    const constants = { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
    this.#parts = {
      generator,
      discriminator,
      generatorOptimiser: new Adam(generator.trainable, constants),
      discriminatorOptimiser: new Adam(discriminator.trainable, constants),
    };
  }

  async estimate(): Promise<number> {
    const [small, large] = MEASURED_BATCHES;
    // A first step also moves the networks into the backend's memory.
    await this.#step(small);
    const free = freeBytes()!;
    const [a, b] = [
      await peakBytes(() => this.#step(small)),
      await peakBytes(() => this.#step(large)),
    ];
    const bytesAnImage = (b.bytes! - a.bytes!) / (large - small);
    return multipleOf8(small + (free * USABLE_SHARE - a.bytes!) / bytesAnImage);
  }

  async succeeds(batch: number): Promise<boolean> {
    try {
      // The second finds the memory in other pieces than the first.
      await this.#step(batch);
      await this.#step(batch);
      return true;
    } catch (error) {
      if (error instanceof MemoryFullError) return false;
      throw error;
    }
  }

  dispose(): void {
    for (const part of Object.values(this.#parts)) part.dispose();
  }

  async #step(batch: number): Promise<void> {
    const { generator, discriminator } = this.#parts;
    const latents = normalTensor([batch, ...generator.inputShape], this.#random);
    const realImages = tf.zeros([batch, ...discriminator.inputShape]);
    await trainStep({ ...this.#parts, realImages, latents })
      .finally(() => tf.dispose([latents, realImages]));
  }
}

function multipleOf8(batch: number): number {
  return Math.floor(batch / 8) * 8;
}
