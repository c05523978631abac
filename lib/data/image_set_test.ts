import assert from "node:assert/strict";
import {
  type ImageSet,
  requireImageSet,
  selectClass,
  selectImages,
} from "./image_set.ts";

const set: ImageSet = {
  images: Uint8Array.from([0, 1, 2, 3, 4, 5]),
  count: 3,
  height: 1,
  width: 2,
  channels: 1,
  labels: Uint16Array.from([7, 8, 9]),
  classNames: Array.from("0123456789"),
  origin: "a test",
};

Deno.test("requireImageSet() accepts a set whose parts agree, labelled or not", () => {
  requireImageSet(set, "cut batches");
  requireImageSet({ ...set, labels: null, classNames: null }, "cut batches");
});

Deno.test("requireImageSet() says which part disagrees, what it must be and what it is", () => {
  const refused = (change: Partial<ImageSet>, message: RegExp) =>
    assert.throws(() => requireImageSet({ ...set, ...change }, "cut batches"), message);
  refused(
    { count: 4, labels: null },
    /^RangeError: Cannot cut batches as 'images' must have 4×1×2×1 = 8 bytes: .* is 6$/,
  );
  refused({ labels: Uint16Array.from([1]) }, /'labels' must have 3 labels: .* is 1$/);
  refused(
    { classNames: ["a", "b"] },
    /every label must be below 2: current value is 9$/,
  );
  refused({ count: 0, images: new Uint8Array(0) }, /must not be empty: .* 0×1×2×1$/);
});

Deno.test("selectImages() copies images and labels in the order asked for", () => {
  const chosen = selectImages(set, [2, 0, 2]);
  assert.deepEqual(Array.from(chosen.images), [4, 5, 0, 1, 4, 5]);
  assert.deepEqual(Array.from(chosen.labels!), [9, 7, 9]);
  assert.equal(chosen.count, 3);
  assert.equal("attributesOf" in chosen, false);
  chosen.images.fill(9);
  assert.deepEqual(Array.from(set.images), [0, 1, 2, 3, 4, 5]);
  const numbered = { ...set, attributesOf: (index: number) => ({ number: index }) };
  assert.deepEqual(selectImages(numbered, [2, 0]).attributesOf!(0), { number: 2 });
  assert.throws(() => selectImages(set, [3]), /from 0 to 2: current value is 3/);
});

Deno.test("selectClass() copies the images of one class, and refuses one that is not there", () => {
  const twice = { ...set, labels: Uint16Array.from([7, 8, 7]) };
  const sevens = selectClass(twice, "7");
  assert.deepEqual(Array.from(sevens.images), [0, 1, 4, 5]);
  assert.deepEqual(Array.from(sevens.labels!), [7, 7]);
  assert.equal(sevens.origin, "7 of a test");
  assert.throws(() => selectClass(twice, "9"), {
    name: "RangeError",
    message:
      "Cannot select the class '9' as the set must have images of it: its classes " +
      "are 0, 1, 2, 3, 4, 5, 6, 7, 8, 9",
  });
  assert.throws(
    () => selectClass({ ...set, labels: null, classNames: null }, "7"),
    /its classes are none$/,
  );
});
