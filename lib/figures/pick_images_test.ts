import assert from "node:assert/strict";
import { drawDigits } from "../data/digits.ts";
import { toSignedUnit } from "../data/normalise.ts";
import { pickImages } from "./pick_images.ts";

const batch = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 1, 2, 1] };

Deno.test("pickImages() copies images in the order wanted, also twice", () => {
  const picked = pickImages(batch, [2, 0, 2]);
  assert.deepEqual([...picked.data], [5, 6, 1, 2, 5, 6]);
  assert.deepEqual(picked.shape, [3, 1, 2, 1]);
  assert.deepEqual(pickImages(batch, []).shape, [0, 1, 2, 1]);
});

Deno.test("pickImages() turns bytes to [−1, 1], of a batch and of a set", () => {
  const set = drawDigits({ count: 3, seed: 1 });
  const expected = toSignedUnit(set.images.slice(28 * 28, 2 * 28 * 28));
  assert.deepEqual(pickImages(set, [1]), { data: expected, shape: [1, 28, 28, 1] });
  const bytes = { data: set.images, shape: [3, 28, 28, 1] };
  assert.deepEqual(pickImages(bytes, [1]).data, expected);
});

Deno.test("pickImages() refuses images that are not there", () => {
  for (const index of [-1, 3, .5]) {
    assert.throws(() => pickImages(batch, [index]), {
      name: "RangeError",
      message:
        `Cannot pick images as an index must be from 0 to 2: current value is ${index}`,
    });
  }
});
