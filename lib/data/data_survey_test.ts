import assert from "node:assert/strict";
import { encodePng } from "../artefacts/png.ts";
import { testWith } from "../../test/test_with.ts";
import type { ImageSet } from "./image_set.ts";
import { DamagedImageError, type ImageSource } from "./image_source.ts";
import { surveySet, surveySource } from "./data_survey.ts";

/** Half of the pixels 0, half of them 200, so that mean and deviation are both 100. */
const set: ImageSet = {
  images: Uint8Array.from({ length: 5 * 16 }, (_, i) => i % 2 === 0 ? 0 : 200),
  count: 5,
  height: 4,
  width: 4,
  channels: 1,
  labels: Uint16Array.of(0, 1, 1, 0, 1),
  classNames: ["nought", "one", "two"],
  origin: "stripes",
};

Deno.test("surveySet() counts classes, copies, means and deviations", () => {
  const survey = surveySet(set, { sample: 100, samples: 2 });
  assert.deepEqual(survey.means, [100]);
  assert.deepEqual(survey.deviations, [100]);
  assert.deepEqual(survey.classes, [
    { name: "nought", count: 2 },
    { name: "one", count: 3 },
    { name: "two", count: 0 },
  ]);
  assert.equal(survey.duplicates.length, 4);
  assert.deepEqual(survey.duplicates[0], { name: "image 1", of: "image 0" });
  assert.deepEqual(survey.sizes, [{ width: 4, height: 4, count: 5 }]);
  assert.equal(survey.samples.length, 2 * 16);
});

Deno.test("surveySet() looks at as many as asked for, evenly spread, but counts all", () => {
  const looked = surveySet(
    { ...set, images: Uint8Array.from({ length: 80 }, (_, i) => Math.floor(i / 16)) },
    { sample: 2, samples: 2 },
  );
  assert.equal(looked.lookedAt, 2);
  assert.equal(looked.count, 5);
  assert.deepEqual([looked.samples[0], looked.samples[16]], [0, 4]);
  assert.equal(looked.classes![1].count, 3);
});

/** Pictures of one colour each, of growing width; `null` is a damaged one. */
function sourceOf(colours: (number[] | null)[]): ImageSource {
  return {
    count: colours.length,
    classNames: null,
    origin: "plain pictures",
    location: { kind: "folder", path: "none" },
    skipped: [{ path: "link", reason: "leads nowhere" }],
    nameOf: (index) => `${index}.png`,
    fileOf: (index) => `none/${index}.png`,
    labelOf: () => null,
    read: (index) => {
      const colour = colours[index];
      if (colour === null) return Promise.resolve(new Uint8Array(9));
      if (colour.length === 0) throw new DamagedImageError("cannot be read");
      const width = 8 + index;
      const pixels = Uint8Array.from({ length: width * 8 * 3 }, (_, i) => colour[i % 3]);
      return Promise.resolve(encodePng({ width, height: 8, channels: 3, pixels }));
    },
    close: () => {},
  };
}

const options = { size: 8, channels: 3, sample: 100, samples: 4 } as const;

testWith(
  { permissions: ["read", "ffi", "env", "sys"] },
  "surveySource() decodes pictures, names damaged ones and tells grey from colour",
  async () => {
    const done: number[] = [];
    const source = sourceOf([[10, 20, 30], null, [50, 50, 50], []]);
    const survey = await surveySource(source, {
      ...options,
      onProgress: (count) => done.push(count),
    });
    assert.deepEqual(survey.means, [30, 35, 40]);
    assert.deepEqual(survey.deviations, [20, 15, 10]);
    assert.equal(survey.greyShare, 0.5);
    assert.deepEqual(survey.sizes, [
      { width: 8, height: 8, count: 1 },
      { width: 10, height: 8, count: 1 },
    ]);
    assert.deepEqual(survey.formats, [{ format: "png", count: 2 }]);
    assert.deepEqual(survey.leftOut, [{ path: "link", reason: "leads nowhere" }]);
    assert.deepEqual(survey.damaged.map(({ path }) => path), ["1.png", "3.png"]);
    assert.equal(survey.damaged[1].reason, "cannot be read");
    assert.equal(survey.classes, null);
    assert.deepEqual(done, [4]);
  },
);

testWith(
  { permissions: ["read", "ffi", "env", "sys"] },
  "surveySource() counts no damaged picture in its class",
  async () => {
    const source = {
      ...sourceOf([[10, 20, 30], null, [50, 50, 50], [1, 2, 3], []]),
      classNames: ["first", "last"],
      labelOf: (index: number) => index < 3 ? 0 : 1,
    };
    const { count, classes } = await surveySource(source, options);
    assert.equal(count, 5);
    assert.deepEqual(classes, [{ name: "first", count: 2 }, { name: "last", count: 1 }]);
  },
);

testWith(
  { permissions: ["read", "ffi", "env", "sys"] },
  "surveySource() refuses a source without one whole picture, and names one of them",
  async () => {
    await assert.rejects(
      surveySource(sourceOf([null, null]), options),
      /^RangeError: Cannot show plain pictures as .*: none of 2 is, the first 0.png/,
    );
  },
);
