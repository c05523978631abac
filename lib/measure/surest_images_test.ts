import assert from "node:assert/strict";
import { surestImages } from "./surest_images.ts";

const labels = Uint16Array.of(0, 0, 0);
const readings = {
  glasses: { labels, probabilities: Float32Array.of(.5, .5, .1, .9, .3, .7) },
  hair: { labels, probabilities: Float32Array.of(.8, .2, 0, .5, .25, .25, 0, 1, 0) },
};

Deno.test("surestImages() sorts by the product of the wanted answers' probabilities, by hand", () => {
  assert.deepEqual(surestImages(readings, { glasses: 1 }), [1, 2, 0]);
  assert.deepEqual(surestImages(readings, { glasses: 0, hair: 0 }), [0, 1, 2]);
  // .45, .4 and 0: neither answer alone sorts them so.
  assert.deepEqual(surestImages(readings, { glasses: 1, hair: 0 }), [1, 0, 2]);
  assert.deepEqual(surestImages(readings, { glasses: 1, hair: 1 }, 2), [2, 1]);
});

Deno.test("surestImages() names the first of equals, and all where nothing is wanted", () => {
  assert.deepEqual(surestImages(readings, {}), [0, 1, 2]);
  assert.deepEqual(surestImages(readings, { hair: 2 }, 2), [1, 0]);
});

Deno.test("surestImages() refuses questions and answers that there are not", () => {
  assert.throws(() => surestImages(readings, { glasses: 2 }), {
    name: "RangeError",
    message: "Cannot find images as 'glasses' must be a question with an answer 2: " +
      "it has 2 answers",
  });
  assert.throws(() => surestImages(readings, { hat: 0 } as { hair?: number }), {
    message: /'hat' must be a question with an answer 0: it has 0 answers/,
  });
});
