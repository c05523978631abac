import assert from "node:assert/strict";
import { imageBatchOf } from "./image_batch_of.ts";

Deno.test("imageBatchOf() has the set's bytes and their shape, and copies none", () => {
  const images = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  const { data, shape } = imageBatchOf({
    ...{ images, count: 2, height: 3, width: 2, channels: 1 },
    ...{ labels: null, classNames: null, origin: "counted" },
  });
  assert.equal(data, images);
  assert.deepEqual(shape, [2, 3, 2, 1]);
});
