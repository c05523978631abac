import assert from "node:assert/strict";
import { joinImages } from "./join_images.ts";

Deno.test("joinImages() gives the images of all batches in order", () => {
  const one = { data: Float32Array.of(0, 0.25, 0.5, 1), shape: [2, 1, 2, 1] };
  const other = { data: Float32Array.of(-1, -0.5), shape: [1, 1, 2, 1] };
  assert.deepEqual(joinImages(one, other), {
    data: Float32Array.of(0, 0.25, 0.5, 1, -1, -0.5),
    shape: [3, 1, 2, 1],
  });
});

Deno.test("joinImages() brings bytes to [−1, 1], so that a set can stand beside samples", () => {
  const bytes = { data: Uint8Array.of(0, 255), shape: [1, 1, 2, 1] };
  const floats = { data: Float32Array.of(0.5, -0.5), shape: [1, 1, 2, 1] };
  assert.deepEqual([...joinImages(bytes, floats).data], [-1, 1, 0.5, -0.5]);
});

Deno.test("joinImages() refuses nothing, and images of two shapes, and names them", () => {
  const image = (width: number) => ({
    data: new Float32Array(width),
    shape: [1, 1, width, 1],
  });
  assert.throws(
    () => joinImages(),
    /^RangeError: Cannot join .*current shapes are \[\]$/,
  );
  assert.throws(() => joinImages(image(2), image(3)), /are \[1×2×1, 1×3×1\]$/);
});
