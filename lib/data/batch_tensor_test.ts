import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { batchTensor } from "./batch_tensor.ts";

Deno.test("batchTensor() scales bytes to [−1, 1] and mirrors the images that are to be", () => {
  const pixels = Uint8Array.of(0, 255, 0, 255, 51, 102);
  const before = tf.memory().numTensors;
  const images = batchTensor(pixels, {
    height: 1,
    width: 2,
    channels: 1,
    mirrored: [false, true, true],
  });
  assert.deepEqual(images.shape, [3, 1, 2, 1]);
  const scaled = (byte: number) => Math.fround(byte / 127.5 - 1);
  assert.deepEqual([...images.dataSync()], [-1, 1, 1, -1, scaled(102), scaled(51)]);
  images.dispose();
  assert.equal(tf.memory().numTensors, before);
});
