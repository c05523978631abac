import assert from "node:assert/strict";
import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { inRunsFolder, runPermissions, tinyRecipe } from "../../test/tiny_run.ts";
import { testWith } from "../../test/test_with.ts";
import { listCheckpoints } from "../artefacts/checkpoint_file.ts";
import { CheckpointFolder } from "../artefacts/checkpoint_folder.ts";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { createNetworks } from "../train/create_networks.ts";
import { Training } from "../train/training.ts";
import { RunCheckpoints } from "./run_checkpoints.ts";

const images = resizeImages(drawDigits({ count: 8, seed: 1 }), 16);

/** Gives a test a folder's checkpoints and a training to save. */
function testCheckpoints(
  name: string,
  every: number,
  test: (parts: {
    path: string;
    checkpoints: RunCheckpoints;
    training: Training;
    steps: () => Promise<number[]>;
  }) => Promise<void>,
): void {
  testWith({ permissions: runPermissions }, name, () =>
    inRunsFolder(async (folder) => {
      const tensors = tf.memory().numTensors;
      const path = join(folder, "checkpoints"), log = () => {};
      const opened = await CheckpointFolder.open(path, { log });
      const checkpoints = new RunCheckpoints(opened, { path, every, log });
      const recipe = tinyRecipe();
      const networks = createNetworks(recipe, new RandomGenerator(1));
      const training = new Training({ ...networks, recipe, images, seed: 1 });
      const steps = async () => (await listCheckpoints(path)).map(({ step }) => step);
      await test({ path, checkpoints, training, steps });
      await checkpoints.close();
      for (const part of [training, networks.generator, networks.discriminator]) {
        part.dispose();
      }
      assert.equal(tf.memory().numTensors, tensors);
    }));
}

testCheckpoints(
  "a checkpoint that is waited for is on the disk then, whether it was time or not",
  3600,
  async ({ checkpoints, training, steps }) => {
    await checkpoints.open();
    assert.equal(await checkpoints.saveIfDue(training), false);
    assert.deepEqual(await steps(), []);
    await checkpoints.save(training);
    assert.deepEqual(await steps(), [0]);
  },
);

testCheckpoints(
  "a slow disk gets one checkpoint at a time, each with the state of when it was begun",
  1e-9,
  async ({ checkpoints, training, steps }) => {
    await checkpoints.open();
    assert.equal(await checkpoints.saveIfDue(training), true);
    assert.equal(await checkpoints.saveIfDue(training), false, "one is on its way");
    await Array.fromAsync(training.steps({ steps: 1 }));
    await checkpoints.save(training);
    assert.deepEqual(await steps(), [0, 1]);
    assert.equal(await checkpoints.saveIfDue(training), true);
  },
);

testCheckpoints(
  "closing waits for the disk and gives the lock back; opening takes it again",
  1e-9,
  async ({ path, checkpoints, training, steps }) => {
    await checkpoints.open();
    await checkpoints.saveIfDue(training);
    await checkpoints.close();
    assert.deepEqual(await steps(), [0]);
    await (await CheckpointFolder.open(path)).close();
    await checkpoints.open();
    await assert.rejects(CheckpointFolder.open(path), { name: "FolderInUseError" });
  },
);

testCheckpoints(
  "an error of the program while a checkpoint is saved is thrown at the next one",
  1e-9,
  async ({ checkpoints, training }) => {
    await checkpoints.open();
    const { rename } = Deno, bug = new TypeError("bug");
    Deno.rename = () => Promise.reject(bug);
    try {
      await checkpoints.saveIfDue(training);
      await assert.rejects(checkpoints.save(training), (error) => error === bug);
    } finally {
      Deno.rename = rename;
    }
  },
);
