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

/**
 * Saves the networks that draw digits, for later chapters.
 *
 * @param networks Not changed.
 * @param metadata What a reader should know, such as how many steps they learned.
 * @param options.path Another file; its folder is made.
 */
export async function saveDigitNetworks(
  networks: NetworkPair,
  metadata: Record<string, string> = {},
  { path = digitNetworksPath } = {},
): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await saveNetworks(path, networks, metadata);
}

/**
 * The networks that `saveDigitNetworks()` saved or, where there are none, new ones after
 * a short training on the digits given.
 *
 * So each chapter runs alone. One line says which networks they are; the new ones are not
 * saved, as the next reader should rather have the well trained ones.
 *
 * @param images What the new networks learn from, 32×32 and grey.
 * @param options.path Another file.
 * @param options.steps How long the short training is.
 * @param options.width The new networks' width.
 * @param options.log Gets the line.
 * @returns Networks that the caller disposes.
 */
export async function digitNetworks(
  images: ImageSet,
  {
    path = digitNetworksPath,
    steps = 2000,
    width = digitTraining.width,
    log = console.log,
  }: {
    path?: string;
    steps?: number;
    width?: number;
    log?: (line: string) => void;
  } = {},
): Promise<LoadedNetworks> {
  try {
    const saved = await loadNetworks(path);
    log(`networks: saved earlier after ${saved.metadata.steps ?? "some"} steps`);
    return saved;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const sizes = { ...digitTraining, width, random: new RandomGenerator(1) };
  const networks = {
    generator: createGenerator(sizes),
    discriminator: createDiscriminator(sizes),
  };
  const options = { ...digitTraining, images, steps, seed: 1 };
  let learned = 0;
  for await (const { step } of train({ ...networks, ...options })) learned = step;
  log(`networks: none were saved, so these learned for ${learned} steps just now`);
  return { ...networks, metadata: { steps: String(learned) } };
}
