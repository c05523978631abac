import assert from "node:assert/strict";
import { surestParts } from "./surest_parts.ts";

/** Readings of images with these probabilities of glasses. */
const withGlasses = (...probabilities: number[]) => ({
  glasses: {
    labels: Uint16Array.from(probabilities, (p) => Number(p > .5)),
    probabilities: Float32Array.from(probabilities.flatMap((p) => [1 - p, p])),
  },
});
const wanted = { name: "glasses", answer: 1 } as const;

Deno.test("surestParts() takes as many as the judge says yes to, the surest first, by hand", () => {
  const readings = withGlasses(.6, .1, .9, .4, .2);
  assert.deepEqual(surestParts(readings, wanted, { least: 1 }), {
    having: [2, 0],
    lacking: [3, 4, 1],
  });
});

Deno.test("surestParts() fills a part that would have too few", () => {
  const [never, always] = [withGlasses(.1, .3, .2), withGlasses(.7, .9, .8)];
  assert.deepEqual(surestParts(never, wanted, { least: 1 }), {
    having: [1],
    lacking: [2, 0],
  });
  assert.deepEqual(surestParts(always, wanted, { least: 1 }), {
    having: [1, 2],
    lacking: [0],
  });
});

Deno.test("surestParts() refuses images that do not suffice for two parts", () => {
  assert.throws(() => surestParts(withGlasses(.1, .9, .9), wanted, { least: 2 }), {
    name: "RangeError",
    message: "Cannot cut images in two as there must be 4 or more: there are 3",
  });
});
