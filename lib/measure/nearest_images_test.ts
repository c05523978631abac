import assert from "node:assert/strict";
import { imageBatchOf } from "../artefacts/image_batch_of.ts";
import { drawDigits } from "../data/digits.ts";
import { type ImageSet, selectImages } from "../data/image_set.ts";
import { toSignedUnit } from "../data/normalise.ts";
import { resizeImages } from "../data/resize.ts";
import { nearestImages } from "./nearest_images.ts";

/** Grey images of 1×2 pixels. */
function pairs(...pixels: number[]): ImageSet {
  const parts = { height: 1, width: 2, channels: 1, labels: null, classNames: null };
  const images = Uint8Array.from(pixels);
  return { images, count: pixels.length / 2, ...parts, origin: "by hand" };
}

Deno.test("nearestImages() gives √ mean (a − b)², by hand: black beside white is 2 apart", () => {
  const set = pairs(255, 255, 0, 0);
  const images = { data: Float32Array.of(-1, -1, 1, 0.4), shape: [2, 1, 2, 1] };
  const { indices, distances } = nearestImages(images, set);
  assert.deepEqual([...indices], [1, 0]);
  assert.equal(distances[0], 0);
  assert.ok(Math.abs(distances[1] - Math.sqrt(0.36 / 2)) < 1e-7);
  const white = nearestImages({ data: Uint8Array.of(255, 255), shape: [1, 1, 2, 1] }, {
    ...set,
    images: Uint8Array.of(0, 0),
    count: 1,
  });
  assert.equal(white.distances[0], 2);
});

Deno.test("nearestImages() names the first of several that are as near", () => {
  const set = pairs(0, 255, 255, 0, 0, 255);
  const { indices } = nearestImages(
    { data: Uint8Array.of(0, 255), shape: [1, 1, 2, 1] },
    set,
  );
  assert.deepEqual([...indices], [0]);
});

Deno.test("nearestImages() finds each image of a set in it, at distance 0, as bytes and as [−1, 1]", () => {
  const set = resizeImages(drawDigits({ count: 50, seed: 1 }), 32);
  const some = selectImages(set, [49, 3, 17]).images;
  for (const data of [some, toSignedUnit(some)]) {
    const { indices, distances } = nearestImages({ data, shape: [3, 32, 32, 1] }, set);
    assert.deepEqual([...indices], [49, 3, 17]);
    assert.deepEqual([...distances], [0, 0, 0]);
  }
});

Deno.test("nearestImages() agrees with every distance computed in full, to 1e-7", () => {
  const [set, others] = [1, 2].map((seed) => drawDigits({ count: 20, seed }));
  const { images: data, count, height, width } = others;
  const { indices, distances } = nearestImages(imageBatchOf(others), set);
  const pixels = height * width;
  for (let i = 0; i < count; i++) {
    const all = Array.from({ length: set.count }, (_, j) => {
      let sum = 0;
      for (let p = 0; p < pixels; p++) {
        sum += ((data[i * pixels + p] - set.images[j * pixels + p]) / 127.5) ** 2;
      }
      return Math.sqrt(sum / pixels);
    });
    assert.equal(indices[i], all.indexOf(Math.min(...all)));
    assert.ok(Math.abs(distances[i] - Math.min(...all)) < 1e-7);
  }
});

Deno.test("nearestImages() refuses images of another size", () => {
  assert.throws(
    () => nearestImages({ data: new Uint8Array(4), shape: [1, 2, 2, 1] }, pairs(0, 0)),
    {
      name: "RangeError",
      message: "Cannot find the nearest images as 'images' must have shape " +
        "[count, 1, 2, 1]: current shape is [1, 2, 2, 1]",
    },
  );
});
