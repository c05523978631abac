import assert from "node:assert/strict";
import type { ImageSet } from "../data/image_set.ts";
import { imageGridFigure } from "./image_grid_figure.ts";
import { imageSetFigure } from "./image_set_figure.ts";

const set: ImageSet = {
  images: Uint8Array.from({ length: 3 * 4 }, (_, i) => 20 * i),
  ...{ count: 3, height: 2, width: 2, channels: 1 },
  ...{ labels: null, classNames: null, origin: "three images" },
};

Deno.test("imageSetFigure() draws the set's bytes, or those of its first images", () => {
  const options = { columns: 2, scale: 3 };
  const all = imageGridFigure({ data: set.images, shape: [3, 2, 2, 1] }, options);
  assert.equal(imageSetFigure(set, options).svg, all.svg);
  const two = imageGridFigure(
    { data: set.images.slice(0, 8), shape: [2, 2, 2, 1] },
    options,
  );
  assert.equal(imageSetFigure(set, { first: 2, ...options }).svg, two.svg);
});

Deno.test("imageSetFigure() refuses more images than there are, and none", () => {
  for (const first of [0, 4, 1.5]) {
    assert.throws(() => imageSetFigure(set, { first }), {
      name: "RangeError",
      message:
        `Cannot draw images as 'first' must be from 1 to 3: current value is ${first}`,
    });
  }
});
