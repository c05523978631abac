import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { type ImageBatch, imageGrid, requireImageBatch } from "./image_grid.ts";

Deno.test("imageGrid() lays images out row by row with gaps between them only", () => {
  const data = Uint8Array.of(1, 2, 3, 4, 5, 6);
  const grid = imageGrid({ data, shape: [3, 1, 2, 1] }, {
    columns: 2,
    gap: 1,
    background: 9,
  });
  assert.deepEqual(grid, {
    width: 5,
    height: 3,
    channels: 1,
    // deno-fmt-ignore
    pixels: Uint8Array.of(
      1, 2, 9, 3, 4,
      9, 9, 9, 9, 9,
      5, 6, 9, 9, 9,
    ),
  });
});

Deno.test("imageGrid() keeps the three channels of a pixel together", () => {
  const data = Uint8Array.of(1, 2, 3, 4, 5, 6);
  const grid = imageGrid({ data, shape: [2, 1, 1, 3] }, { columns: 1, gap: 1 });
  assert.equal(grid.channels, 3);
  assert.deepEqual(grid.pixels, Uint8Array.of(1, 2, 3, 255, 255, 255, 4, 5, 6));
});

Deno.test("imageGrid() maps [−1, 1] to 0 to 255 and clips what lies beyond", () => {
  const data = Float32Array.of(-1, 1, 0, -3, 7, 0.5);
  const { pixels } = imageGrid({ data, shape: [1, 2, 3, 1] });
  assert.deepEqual(pixels, Uint8Array.of(0, 255, 128, 0, 255, 191));
});

Deno.test("imageGrid() is as square as the count allows by default", () => {
  const of = (count: number) =>
    imageGrid({ data: new Uint8Array(count), shape: [count, 1, 1, 1] }, { gap: 0 });
  assert.deepEqual([of(64).width, of(64).height], [8, 8]);
  assert.deepEqual([of(5).width, of(5).height], [3, 2]);
  assert.deepEqual([of(1).width, of(1).height], [1, 1]);
});

Deno.test("imageGrid() with more columns than images is one row without a margin", () => {
  const grid = imageGrid({ data: new Uint8Array(2), shape: [2, 1, 1, 1] }, {
    columns: 8,
    gap: 3,
  });
  assert.deepEqual([grid.width, grid.height], [5, 1]);
});

Deno.test("imageGrid() refuses a shape that is not the data's, and columns of 0", () => {
  const data = new Uint8Array(12);
  assert.throws(() => imageGrid({ data, shape: [2, 2, 2, 1] }), {
    name: "RangeError",
    message: /current shape is \[2, 2, 2, 1\] with 12 values/,
  });
  assert.throws(() => imageGrid({ data, shape: [3, 1, 2, 2] }), RangeError);
  assert.throws(() => imageGrid({ data: data.subarray(0, 0), shape: [0, 1, 1, 1] }), {
    name: "RangeError",
  });
  assert.throws(() => imageGrid({ data, shape: [3, 2, 2, 1] }, { columns: 0 }), {
    message: /'columns' must be a positive integer: current value is 0/,
  });
});

Deno.test("requireImageBatch() says what stands in the place of images: a promise, a tensor, nothing", () => {
  const found = [
    [Promise.resolve(), "a promise, which must be awaited"],
    [tf.zeros([1, 2, 2, 1]), "Tensor"],
    [{ data: [0], shape: [1, 1, 1, 1] }, "Object"],
    [undefined, "undefined"],
  ] as const;
  for (const [value, words] of found) {
    assert.throws(
      () => requireImageBatch(value as unknown as ImageBatch, "draw images"),
      {
        name: "RangeError",
        message: "Cannot draw images as 'images' must have 'data', a Float32Array or a " +
          "Uint8Array, and a 'shape', as generateImages() gives them: current value is " +
          words,
      },
    );
  }
  const shape = [-1, 1, -4, 1], data = new Uint8Array(4);
  assert.throws(() => requireImageBatch({ data, shape }, "draw images"), {
    message: /current shape is \[-1, 1, -4, 1\] with 4 values/,
  });
});
