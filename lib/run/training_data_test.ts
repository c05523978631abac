import assert from "node:assert/strict";
import { join, resolve } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { testWith } from "../../test/test_with.ts";
import { drawDigits } from "../data/digits.ts";
import { absoluteSet, fromSet, openTrainingData } from "./training_data.ts";

Deno.test("grey images serve networks of three channels, at their size", async () => {
  const data = fromSet(drawDigits({ count: 20 }), {
    size: 32,
    channels: 3,
    batchSize: 8,
    seed: 1,
  });
  const { images } = await data.batches.next();
  assert.deepEqual(images.shape, [8, 32, 32, 3]);
  assert.deepEqual(data.examples.shape, [20, 32, 32, 3]);
  assert.equal(data.count, 20);
  const [red, green, blue] = tf.tidy(() =>
    tf.split(images, 3, 3).map((c) => c.dataSync())
  );
  assert.deepEqual(red, green);
  assert.deepEqual(red, blue);
  images.dispose();
  await data.close();
});

Deno.test("colours are not thrown away silently", () => {
  const images = { ...drawDigits({ count: 2 }), channels: 3 };
  images.images = new Uint8Array(2 * 28 * 28 * 3);
  assert.throws(
    () => fromSet(images, { size: 28, channels: 1, batchSize: 2, seed: 1 }),
    /the networks must have 3 channels: they have 1/,
  );
});

Deno.test("openTrainingData() opens a drawn set by its name, the same for the same seed, and needs no file for it", async () => {
  const lines: string[] = [];
  const options = {
    cache: "digits.cache",
    log: (line: string) => lines.push(line),
    set: "digits",
    size: 28,
    channels: 1,
    batchSize: 4,
    seed: 3,
  } as const;
  const batch = async () => {
    const data = await openTrainingData(options);
    const { images } = await data.batches.next();
    await data.close();
    const values = images.dataSync();
    images.dispose();
    return values;
  };
  assert.deepEqual(await batch(), await batch());
  const line = /^Nothing is kept in digits.cache, as .* decoded in memory\.$/;
  for (const found of lines) assert.match(found, line);
  assert.equal(lines.length, 2);
});

testWith(
  { permissions: ["read", "write", "ffi", "sys", "env"] },
  "openTrainingData() decodes a folder ahead of training, and shows some of it",
  async () => {
    const { default: sharp } = await import("sharp");
    const folder = await Deno.makeTempDir();
    for (const [i, background] of ["red", "lime", "blue"].entries()) {
      const create = { width: 20, height: 20, channels: 3, background } as const;
      const file = await sharp({ create }).png().toBuffer();
      await Deno.writeFile(join(folder, `${i}.png`), file);
    }
    await Deno.writeTextFile(join(folder, "broken.png"), "no picture");
    const data = await openTrainingData({
      ...{ set: folder, size: 8, channels: 3, batchSize: 3, seed: 1 },
    }).catch((error) => error);
    assert.equal(data.count, 4);
    assert.deepEqual(data.examples.shape, [3, 8, 8, 3]);
    assert.deepEqual([...data.examples.data.subarray(0, 3)], [255, 0, 0]);
    await data.close();
    await Deno.remove(folder, { recursive: true });
  },
);

testWith(
  { permissions: ["read"] },
  "only names with images of their own are no paths, so that faces-test is a folder",
  () => {
    for (const name of ["digits", "celeba", "mnist-test", "celeba-test"]) {
      assert.equal(absoluteSet(name), name);
    }
    assert.equal(absoluteSet("faces-test"), resolve("faces-test"));
  },
);

testWith(
  { permissions: ["read", "env"] },
  "openTrainingData() says how to get a known set that is not here",
  async () => {
    await assert.rejects(
      openTrainingData({
        ...{ set: "lsun-bedroom", size: 64, channels: 3, batchSize: 4, seed: 1 },
      }),
      /deno task data get lsun-bedroom/,
    );
  },
);
