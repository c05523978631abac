/**
 * The networks that one chapter trains and another plays with.
 *
 * @module
 */
import { dirname, fromFileUrl } from "@std/path";
import {
  type LoadedNetworks,
  loadNetworks,
  type NetworkPair,
  saveNetworks,
} from "../artefacts/networks_file.ts";
import { SafetensorsError } from "../artefacts/safetensors.ts";
import { counted } from "../data/counted.ts";
import { identityOf } from "../data/data_identity.ts";
import type { ImageSet } from "../data/image_set.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { digitTraining } from "../train/digit_training.ts";
import { train } from "../train/trainer.ts";

/** Where the chapter on training leaves its networks: `data/networks/`, not in git. */
const digitNetworksPath = fromFileUrl(
  new URL("../../data/networks/digits.safetensors", import.meta.url),
);

/** What the networks of a file learned. */
export interface DigitLesson {
  /** The images, 32×32 and grey. */
  images: ImageSet;
  /** How many steps, from 1. */
  steps: number;
}

/**
 * Saves the networks that draw digits, for later chapters.
 *
 * Earlier ones lie in the same file, so untrained ones are refused before anything is
 * written. A training that was stopped early does not replace a longer one on the same
 * images: the file stays as it is, and one line says so. A file that cannot be loaded is
 * replaced.
 *
 * @param networks Not changed.
 * @param lesson From what they learned, and how long; the file says it.
 * @param options.path Another file; its folder is made.
 * @param options.log Gets the line.
 * @returns Whether they were saved.
 * @throws {RangeError} If they have made no step.
 */
export async function saveDigitNetworks(
  networks: NetworkPair,
  { images, steps }: DigitLesson,
  { path = digitNetworksPath, log = console.log }: {
    path?: string;
    log?: (line: string) => void;
  } = {},
): Promise<boolean> {
  if (!(steps > 0)) {
    throw new RangeError(
      `Cannot save the networks as they must have learned for a step or more: ${steps}; ` +
        "train them first, what was saved earlier is still there",
    );
  }
  const longer = await stepsOfLonger(path, { images, steps });
  if (longer !== null) {
    const learned = counted(longer, "step");
    log(
      `networks: not saved, as those in '${path}' learned from the same images for ` +
        `${learned}, these for ${steps}; to save these all the same, delete that file`,
    );
    return false;
  }
  await Deno.mkdir(dirname(path), { recursive: true });
  const lesson = { steps: String(steps), images: identityOf(images).fingerprint! };
  await saveNetworks(path, networks, lesson);
  return true;
}

/**
 * The networks that `saveDigitNetworks()` saved or, where there are none that will do, new
 * ones after a short training on the digits given.
 *
 * So each chapter runs alone. Saved ones will do if they learned from the same images, for
 * at least as long as the short training is. One line says which networks they are, and
 * why; the new ones are not saved, as the next reader should rather have the well trained
 * ones.
 *
 * @param images What the new networks learn from, 32×32 and grey.
 * @param options.path Another file.
 * @param options.steps How long the short training is.
 * @param options.width The new networks' width.
 * @param options.signal Aborting it ends the short training.
 * @param options.log Gets the line.
 * @returns Networks that the caller disposes.
 * @throws {unknown} The signal's reason, if it ended the training: half of it is too
 *   little for what the next chapter does, and begins anew when it is called again.
 */
export async function digitNetworks(
  images: ImageSet,
  {
    path = digitNetworksPath,
    steps = 2000,
    width = digitTraining.width,
    signal,
    log = console.log,
  }: {
    path?: string;
    steps?: number;
    width?: number;
    signal?: AbortSignal;
    log?: (line: string) => void;
  } = {},
): Promise<LoadedNetworks> {
  const saved = await loadSaved(path);
  const fault = saved === null ? "none were saved" : faultOf(saved, { images, steps });
  if (fault === null) {
    log(
      `networks: saved earlier after ${counted(Number(saved!.metadata.steps), "step")}`,
    );
    return saved!;
  }
  if (saved !== null) dispose(saved);
  const sizes = { ...digitTraining, width, random: new RandomGenerator(1) };
  const networks = {
    generator: createGenerator(sizes),
    discriminator: createDiscriminator(sizes),
  };
  const options = { ...digitTraining, images, steps, seed: 1, signal };
  let learned = 0;
  for await (const { step } of train({ ...networks, ...options })) learned = step;
  if (learned < steps) {
    dispose(networks);
    signal?.throwIfAborted();
  }
  log(
    `networks: ${fault}, so these learned for ${counted(learned, "step")} just now; ` +
      "for better ones run the chapter on training to its end",
  );
  return { ...networks, metadata: { steps: String(learned) } };
}

/** How long the networks of the file learned from these images, or null if no longer. */
async function stepsOfLonger(
  path: string,
  { images, steps }: DigitLesson,
): Promise<number | null> {
  let saved: LoadedNetworks | null;
  try {
    saved = await loadSaved(path);
  } catch (error) {
    if (error instanceof SafetensorsError) return null;
    throw error;
  }
  if (saved === null) return null;
  const fault = faultOf(saved, { images, steps: steps + 1 });
  dispose(saved);
  return fault === null ? Number(saved.metadata.steps) : null;
}

/** What the file holds, or null where there is none. */
async function loadSaved(path: string): Promise<LoadedNetworks | null> {
  try {
    return await loadNetworks(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function dispose({ generator, discriminator }: NetworkPair): void {
  generator.dispose();
  discriminator.dispose();
}

/** Why saved networks will not do, or null. */
function faultOf(
  { metadata }: LoadedNetworks,
  { images, steps }: DigitLesson,
): string | null {
  if (!(Number(metadata.steps) >= steps)) {
    const learned = metadata.steps === undefined
      ? "nobody knows how many steps"
      : counted(Number(metadata.steps), "step");
    return `those saved learned for ${learned} only, fewer than ${steps}`;
  }
  if (metadata.images !== identityOf(images).fingerprint) {
    return "those saved learned from other images, or do not say from which";
  }
  return null;
}
