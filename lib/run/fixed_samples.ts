import type { ImageBatch } from "../artefacts/image_grid.ts";
import { generateImages } from "../latent/generate.ts";
import type { Training } from "../train/training.ts";

/** What the generator of a training with a recipe, or its average, makes of the fixed latents. */
export class FixedSamples {
  /**
   * How many a run's grids show: as many as the recipe says, but of a run that began with
   * 64 fixed latents, whatever its recipe, no more.
   */
  readonly count: number;
  readonly #training: Training;
  #made: { step: number; images: ImageBatch } | null = null;

  /** @param training Only looked at. */
  constructor(training: Training) {
    this.#training = training;
    const { recipe, fixedLatents } = training;
    this.count = Math.min(recipe!.logging.grid.count, fixedLatents.shape[0]);
  }

  /** The samples after the last step; generated once a step, however often they are asked for. */
  async images(): Promise<ImageBatch> {
    const { step, sampledGenerator, fixedLatents } = this.#training;
    if (this.#made?.step === step) return this.#made.images;
    const latents = fixedLatents.slice(0, this.count);
    try {
      const images = await generateImages(sampledGenerator, latents);
      this.#made = { step, images };
      return images;
    } finally {
      latents.dispose();
    }
  }
}
