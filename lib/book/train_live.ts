import * as tf from "@tensorflow/tfjs";
import type { ImageBatch } from "../artefacts/image_grid.ts";
import { recipeFigure } from "../run/recipe_figure.ts";
import { numberText } from "../figures/number_text.ts";
import { generateImages } from "../latent/generate.ts";
import { isDue } from "../run/is_due.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { diagnosisTitle } from "../train/describe_diagnosis.ts";
import { Doctor } from "../train/doctor/doctor.ts";
import { drawLatents } from "../train/draw_latents.ts";
import type { Recipe } from "../train/recipe.ts";
import type { Training } from "../train/training.ts";
import type { StepRecord } from "../train/training_state.ts";
import { showLive } from "./show.ts";
import { stopSignal } from "./stop_signal.ts";

/** What of a live training is not its recipe's. */
export interface TrainLiveOptions {
  /** Where it ends, in steps from the training's first; the recipe's end by default. */
  steps?: number;
  /** Ends it after the step that runs; Jupyter's Stop button by default. */
  signal?: AbortSignal;
  /** The training's steps, where something else makes them, such as a run that saves. */
  records?: AsyncIterable<StepRecord>;
  /** Images in a row. */
  columns?: number;
  /** Page pixels for an image's pixel. */
  scale?: number;
  /** How many printed lines are shown. */
  lines?: number;
  /** Whether the caption says what the doctor finds; not where readers shall find it. */
  doctor?: boolean;
}

/**
 * Trains and shows it in one figure that changes in place, as the recipe logs it: what,
 * how often, and how many images of which latents. Its caption says what the doctor finds.
 *
 *     const training = new Training({ ...createNetworks(recipe, random), recipe, images, seed });
 *     await trainLive(training);
 *
 * The figure is drawn at most ten times a second, and at the end. Stop ends the training
 * after the step that runs; calling this again goes on. The training itself has the same
 * bits as without a figure: fresh latents come from a random generator of their own.
 *
 * @param training With a recipe; it stays the caller's.
 * @param options Nothing is needed.
 * @throws {RangeError} If the training has no recipe.
 */
export async function trainLive(
  training: Training,
  { steps, signal = stopSignal(), records, doctor = true, ...drawing }: TrainLiveOptions =
    {},
): Promise<void> {
  const { recipe } = training;
  if (recipe === null) {
    throw new RangeError("Cannot train live as the training must have a recipe: none");
  }
  const { logging } = recipe;
  const last = steps ?? recipe.steps ?? recipe.epochs! * training.stepsPerEpoch;
  const sampler = new Sampler(training, recipe);
  const watcher = doctor ? new Doctor(recipe) : null;
  for (const record of training.records) watcher?.add(record);
  const draw = (images: ImageBatch) => {
    const found = watcher?.diagnoses().map(({ condition }) => diagnosisTitle(condition));
    const caption = `step ${numberText(training.step)} of ${numberText(last)}` +
      (found ? `; the doctor says: ${found.join(", ")}` : "");
    return recipeFigure(training.records, images, { recipe, caption, ...drawing });
  };
  try {
    let images = await sampler.images();
    const live = await showLive(draw(images));
    let drawn = performance.now();
    for await (const record of records ?? training.steps({ steps: last, signal })) {
      const { step } = record;
      watcher?.add(record);
      const resample = isDue(step, logging.grid, training.stepsPerEpoch);
      if (!resample && !isDue(step, logging, training.stepsPerEpoch)) continue;
      if (performance.now() - drawn < LEAST_INTERVAL) continue;
      if (resample) images = await sampler.images();
      await live.update(draw(images));
      drawn = performance.now();
    }
    await live.update(draw(await sampler.images()));
  } finally {
    sampler.dispose();
  }
}

/** Milliseconds between two figures: what nobody would see need not be drawn. */
const LEAST_INTERVAL = 100;
/** Of the latents that are shown, apart from those of the training. */
const SEED = 1;

/** The generator's images that a recipe shows. */
class Sampler {
  readonly #training: Training;
  readonly #recipe: Recipe;
  readonly #random = new RandomGenerator(SEED);
  #latents: tf.Tensor;

  constructor(training: Training, recipe: Recipe) {
    this.#training = training;
    this.#recipe = recipe;
    const { count } = recipe.logging.grid;
    const { fixedLatents } = training;
    // The training's own where they suffice, as its checkpoints keep them.
    this.#latents = count <= fixedLatents.shape[0]
      ? tf.slice(fixedLatents, [0], [count])
      : this.#draw();
  }

  async images(): Promise<ImageBatch> {
    if (this.#recipe.logging.grid.latents === "fresh") {
      this.#latents.dispose();
      this.#latents = this.#draw();
    }
    return await generateImages(this.#training.sampledGenerator, this.#latents);
  }

  dispose(): void {
    this.#latents.dispose();
  }

  #draw(): tf.Tensor {
    const { latents: { size, distribution }, logging: { grid } } = this.#recipe;
    return drawLatents([grid.count, size], distribution, this.#random);
  }
}
