/**
 * A training that saves every step, for tests that kill it.
 *
 *     deno run … checkpoint_child.ts FOLDER '{"threads":1,"source":"set","steps":10}'
 *
 * It continues from the newest checkpoint of its folder and prints a line for everything
 * it does: `from 4`, `step 5`, `writing 5`, `saved 5 DIGEST`, at the end `done`.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { CheckpointFolder } from "../lib/artefacts/checkpoint_folder.ts";
import { createDiscriminator } from "../lib/model/discriminator.ts";
import { createGenerator } from "../lib/model/generator.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { Training } from "../lib/train/training.ts";
import { startWasmBackend } from "../lib/wasm/start.ts";
import { noiseImages } from "./noise_images.ts";
import { prefetchingSource } from "./prefetching_source.ts";
import { stateDigest } from "./state_digest.ts";

/** What a child is told. */
export interface ChildOptions {
  threads: number;
  source: "set" | "prefetching";
  /** Where the training ends. */
  steps: number;
  /** After which step it stops and waits to be killed. */
  hangAfter?: number;
}

async function main(folder: string, options: ChildOptions): Promise<void> {
  await startWasmBackend({ threads: options.threads });
  await tf.setBackend("wasm-simd");
  const random = new RandomGenerator(1);
  // Latents so long that a checkpoint has some megabytes, to be killed while it is written.
  const sizes = { size: 16, width: 4, channels: 1, random };
  const images = noiseImages(22, random);
  const training = new Training({
    generator: createGenerator({ ...sizes, latentSize: 1000 }),
    discriminator: createDiscriminator(sizes),
    images: options.source === "set"
      ? images
      : prefetchingSource(images, { batchSize: 4, seed: 3 }),
    batchSize: 4,
    adam: { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    averageDecay: 0.9,
    seed: 5,
    diagnoseEvery: 3,
  });
  const checkpoints = await CheckpointFolder.open(folder);
  const { newest, refused } = await checkpoints.loadNewest();
  if (newest) await training.restore(newest.state);
  console.log(`from ${newest?.step ?? 0}, ${refused.length} refused`);
  for await (const { step } of training.steps(options)) {
    console.log(`step ${step}`);
    const state = await training.state();
    console.log(`writing ${step}`);
    await checkpoints.save(state);
    console.log(`saved ${step} ${stateDigest(state)}`);
    if (step === options.hangAfter) setInterval(() => {}, 1000);
    if (step === options.hangAfter) await new Promise(() => {});
  }
  await checkpoints.close();
  console.log("done");
}

if (import.meta.main) {
  const [folder, options] = Deno.args;
  await main(folder, JSON.parse(options));
  Deno.exit();
}
