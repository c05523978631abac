/**
 * A training's state on the backend whose kernels write over memory in place.
 */
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { decodeCheckpoint, encodeCheckpoint } from "../lib/artefacts/checkpoint_bytes.ts";
import { createDiscriminator } from "../lib/model/discriminator.ts";
import { createGenerator } from "../lib/model/generator.ts";
import { joinBytes } from "../lib/tensor/join_bytes.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { continueTraining } from "../lib/train/continue_training.ts";
import { Training } from "../lib/train/training.ts";
import type { TrainingState } from "../lib/train/training_state.ts";
import { startWasmBackend } from "../lib/wasm/start.ts";
import { noiseImages } from "./noise_images.ts";
import { stateDigest } from "./state_digest.ts";

async function advance(training: Training, steps: number): Promise<TrainingState> {
  for await (const _ of training.steps({ steps }));
  return await training.state();
}

function dispose(training: Training) {
  for (const part of [training, training.generator, training.discriminator]) {
    part.dispose();
  }
}

Deno.test("a state is a copy that later steps leave alone, and continues on another number of threads", async () => {
  const images = noiseImages(22, new RandomGenerator(2));
  const digests = [];
  let state: TrainingState | undefined;
  for (const threads of [1, 2]) {
    const name = `state-${threads}-threads`;
    const backend = await startWasmBackend({ name, threads, poison: true });
    await tf.setBackend(name);
    const empty = [tf.memory().numTensors, backend.heap.live];
    const random = new RandomGenerator(1);
    const sizes = { size: 16, width: 3, channels: 1, random };
    const training = new Training({
      generator: createGenerator({ ...sizes, latentSize: 7 }),
      discriminator: createDiscriminator(sizes),
      images,
      batchSize: 4,
      adam: { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
      seed: 5,
    });
    const early = await advance(training, 3);
    const before = stateDigest(early);
    digests.push(stateDigest(await advance(training, 7)));
    assert.equal(stateDigest(early), before);
    dispose(training);
    // The state that one thread left, by way of a file's bytes; else this one's own.
    state ??= decodeCheckpoint(joinBytes(encodeCheckpoint(early)));
    const continued = await continueTraining(state, { images });
    digests.push(stateDigest(await advance(continued, 7)));
    dispose(continued);
    assert.deepEqual([tf.memory().numTensors, backend.heap.live], empty);
  }
  assert.equal(new Set(digests).size, 1, digests.join(" "));
});
