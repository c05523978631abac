import type { ImageBatch } from "../artefacts/image_grid.ts";
import { generateImages } from "../latent/generate.ts";
import type { Training } from "../train/training.ts";

/**
 * How many samples a run's grids show: as many as its recipe says, at most the 64 fixed
 * latents that a training has.
 *
 * @param training With a recipe.
 */
export function sampleCount({ recipe, fixedLatents }: Training): number {
  return Math.min(recipe!.logging.grid.count, fixedLatents.shape[0]);
}

/**
 * What the generator makes of the fixed latents now.
 *
 * @param training With a recipe; not changed.
 */
export async function fixedSamples(training: Training): Promise<ImageBatch> {
  const latents = training.fixedLatents.slice(0, sampleCount(training));
  try {
    return await generateImages(training.generator, latents);
  } finally {
    latents.dispose();
  }
}
