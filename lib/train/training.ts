import * as tf from "@tensorflow/tfjs";
import type { Network } from "../model/network.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { requirePositive } from "../tensor/require_positive.ts";
import {
  type AwaitedBatch,
  type BatchSource,
  nextBatch,
  openBatchSource,
  requireRestorable,
} from "./batch_source.ts";
import { drawLatents } from "./draw_latents.ts";
import { rethrowNamingBatch } from "./fitting_batch.ts";
import { measuredStep } from "./measured_step.ts";
import { Pauses } from "./pauses.ts";
import {
  epochsBefore,
  requireSameTraining,
  type RestoreOptions,
  type TrainingFacts,
  trainingFacts,
} from "./require_same_training.ts";
import { StepGuard } from "./step_guard.ts";
import {
  constantsOf,
  fixedLatentsOf,
  lastStep,
  type StepsOptions,
  type TrainingParts,
} from "./training_parts.ts";
import {
  readTensors,
  requireTensors,
  type StepRecord,
  type TrainingConstants,
  type TrainingState,
} from "./training_state.ts";
import { TrainingTensors } from "./training_tensors.ts";

/**
 * A training of a generator and a discriminator: all that it is between two steps.
 *
 * It holds the networks, their optimisers, the random generator of the latents, the
 * source of batches and the records so far. `state()` copies all of it out, `restore()`
 * continues from such a copy bit for bit, also in another process: checkpoints are states
 * in files. `train()` is the short form for a training that is never interrupted.
 *
 * @example
 * ```ts
 * import { drawDigits } from "../data/digits.ts";
 * import { resizeImages } from "../data/resize.ts";
 * import { RandomGenerator } from "../tensor/random.ts";
 * import { createNetworks } from "./create_networks.ts";
 * import { overrideRecipe } from "./recipe.ts";
 * import { recipes } from "./recipes.ts";
 * import { Training } from "./training.ts";
 *
 * const changes = { size: 16, width: 4, channels: 1, batchSize: 10 };
 * const recipe = overrideRecipe(recipes.pytorchTutorial, changes);
 * const networks = createNetworks(recipe, new RandomGenerator(1));
 * const images = resizeImages(drawDigits({ count: 100, seed: 1 }), 16);
 * const training = new Training({ ...networks, recipe, images, seed: 1 });
 * for await (const { step, lossG } of training.steps({ steps: 2 })) console.log(step, lossG);
 * const state = await training.state();
 * for await (const _ of training.steps({ steps: 4 })); // steps 3 and 4
 * await training.restore(state); // back to the second
 * training.dispose();
 * ```
 */
export class Training {
  readonly generator: Network;
  readonly discriminator: Network;
  /** The recipe, if one was given; after `restore()` the state's. */
  recipe: TrainingState["recipe"];
  /** What else the caller keeps with the training; after `restore()` the state's. */
  about: unknown;
  readonly #constants: TrainingConstants;
  readonly #diagnoseEvery: number;
  readonly #batches: BatchSource;
  readonly #tensors: TrainingTensors;
  readonly #guard = new StepGuard();
  #random: RandomGenerator;
  #records: StepRecord[] = [];
  #step = 0;
  #epochsBefore = 0;
  #checkRange = true;
  #reading: Promise<unknown> | undefined;

  /**
   * @param parts All of them; networks and source stay the caller's.
   * @throws {RangeError} If neither parts nor recipe say Adam's constants, the batch size
   *   does not fit the images, or `diagnoseEvery` or `fixedLatents` is no such count.
   */
  constructor(parts: TrainingParts) {
    const { generator, discriminator, images, seed, recipe = null } = parts;
    const { diagnoseEvery = Infinity, batchSize = recipe?.batchSize } = parts;
    if (diagnoseEvery !== Infinity) {
      requirePositive(diagnoseEvery, { action: "train", name: "diagnoseEvery" });
    }
    const fixedLatents = fixedLatentsOf(parts);
    this.generator = generator;
    this.discriminator = discriminator;
    this.recipe = recipe;
    this.about = parts.about ?? null;
    this.#constants = constantsOf(parts);
    this.#diagnoseEvery = diagnoseEvery;
    // A stream of its own, as callers often take the same seed for the networks' weights.
    this.#random = new RandomGenerator((seed ^ 0x9e3779b9) >>> 0);
    this.#batches = openBatchSource(images, { batchSize, random: this.#random });
    this.#tensors = new TrainingTensors(this, this.#constants, { seed, fixedLatents });
  }

  /** What samples are of: the running average of `generator`, if one is kept, or itself. */
  get sampledGenerator(): Network {
    return this.#tensors.average?.generator ?? this.generator;
  }

  /** Steps made so far. */
  get step(): number {
    return this.#step;
  }

  /** Whether it has a state: no step is running, and none failed midway. */
  get isWhole(): boolean {
    return this.#guard.isWhole;
  }

  /** How many steps make a round through the images. */
  get stepsPerEpoch(): number {
    return this.#batches.batchesPerEpoch;
  }

  /** One record for every step so far. */
  get records(): readonly StepRecord[] {
    return this.#records;
  }

  /** `[count, latentSize]`, the same all the time. The training's own: do not dispose. */
  get fixedLatents(): tf.Tensor {
    return this.#tensors.fixedLatents;
  }

  /**
   * Trains on, up to a step or an epoch counted from the training's first step, so that
   * the same call also completes a training that was interrupted.
   *
   * Between two records nothing runs: the caller may save, draw, take the state, or leave
   * its loop. Twenty times a second timers and messages are let through, as for `train()`.
   *
   * @param options Where it ends.
   * @returns One record a step; none if the training is that far already.
   * @throws {RangeError} If neither or both of `steps` and `epochs` are given, one is no
   *   positive integer, or the images do not fit the networks or leave [−1, 1].
   * @throws {TrainingFailedError} If a loss is NaN or infinite; it says the likely cause.
   * @throws {MemoryFullError} If a batch does not fit; it names one that does.
   */
  async *steps(
    { signal, ...until }: StepsOptions,
  ): AsyncGenerator<StepRecord, void, void> {
    const last = lastStep(until, this.stepsPerEpoch);
    const pauses = new Pauses();
    while (this.#step < last) {
      await pauses.takeIfDue();
      const record = signal?.aborted ? null : await this.#makeStep(signal);
      if (record === null) return;
      yield record;
    }
  }

  /**
   * Everything that decides how the training goes on, as a copy. A step that begins
   * before all values are read waits for them.
   *
   * @throws {Error} If a step is running or one failed midway: the networks are then
   *   between two steps, and nothing could continue from there.
   */
  async state(): Promise<TrainingState> {
    this.#guard.requireWhole("take a training's state");
    const { recipe, about } = this;
    const batches = this.#batches.state?.() ?? null;
    const facts = {
      ...structuredClone({ ...this.#facts(), recipe, about, batches }),
      step: this.#step,
      epochsBefore: this.#epochsBefore,
      random: this.#random.state(),
      updates: this.#tensors.updates,
      records: [...this.#records],
    };
    const reading = readTensors(this.#tensors.variables);
    this.#reading = reading;
    return { ...facts, tensors: await reading };
  }

  /**
   * Continues from a state: all steps to come have the bits they would have had there.
   * The records, the recipe and the fixed latents become the state's too.
   *
   * @param state Of such networks on the same data; not changed.
   * @param options What may differ all the same.
   * @throws {RangeError} If networks, constants, data or batch size differ; the message
   *   names both.
   * @throws {Error} If a step is running.
   */
  async restore(state: TrainingState, options: RestoreOptions = {}): Promise<void> {
    await this.#guard.alone("restore a training", async () => {
      requireSameTraining(state, this.#facts(), options);
      if (!options.allowOtherData) requireRestorable(this.#batches, state.batches);
      const random = RandomGenerator.fromState(state.random);
      requireTensors(this.#tensors.variables, state.tensors);
      // A source that refuses leaves the training as it was.
      if (!options.allowOtherData) await this.#batches.restore!(state.batches);
      await this.#guard.change("restoring a state", () => this.#tensors.restore(state));
      this.#random = random;
      this.#records = [...state.records];
      this.#step = state.step;
      this.#epochsBefore = epochsBefore(state, options);
      this.recipe = structuredClone(state.recipe);
      this.about = structuredClone(state.about);
      this.#checkRange = true;
    });
  }

  /** Frees optimisers, average and fixed latents; the networks and the source stay. */
  dispose(): void {
    this.#tensors.dispose();
  }

  /** Null if the signal was aborted while a batch was awaited. */
  async #makeStep(signal: AbortSignal | undefined): Promise<StepRecord | null> {
    this.#guard.requireWhole("make a step");
    return await this.#guard.alone("make a step", async () => {
      await Promise.allSettled([this.#reading]);
      const batch = await nextBatch(this.#batches, signal);
      if (batch === null) return null;
      const step = this.#step + 1;
      const learn = () => this.#learn(step, batch);
      const record = await this.#guard.change(`step ${step}`, learn)
        .catch((cause) => rethrowNamingBatch(cause, this, batch.images.shape[0]));
      this.#records.push(record);
      this.#step = step;
      this.#checkRange = false;
      return record;
    });
  }

  /** One step on a batch, whose images it disposes. */
  async #learn(step: number, batch: AwaitedBatch): Promise<StepRecord> {
    const { images: realImages, epoch, waited } = batch;
    const shape = [realImages.shape[0], ...this.generator.inputShape];
    const draw = () => drawLatents(shape, this.#constants.latents, this.#random);
    const { optimisers, average, fixedLatents } = this.#tensors;
    const latents = draw();
    const drawnAgain = this.#constants.fakeBatch === "drawnAgain";
    const generatorLatents = drawnAgain ? draw() : undefined;
    try {
      return await measuredStep({
        generator: this.generator,
        discriminator: this.discriminator,
        optimisers,
        constants: this.#constants,
        average,
        realImages,
        latents,
        generatorLatents,
        fixedLatents: step % this.#diagnoseEvery === 0 ? fixedLatents : null,
        step,
        epoch: this.#epochsBefore + epoch + 1,
        waited,
        checkRange: this.#checkRange,
      });
    } finally {
      tf.dispose([realImages, latents, generatorLatents]);
    }
  }

  #facts(): TrainingFacts {
    return trainingFacts(this, this.#constants, this.#batches);
  }
}
