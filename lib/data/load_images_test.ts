import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import type { ImageSource } from "./image_source.ts";
import { loadImages } from "./load_images.ts";

/** All that the native decoder asks for. */
const permissions: Deno.PermissionName[] = ["read", "write", "env", "sys", "ffi"];

/** A source of grey pictures of one pixel, image i of brightness i and class i % 2. */
async function greys(count: number, damaged: number[] = []): Promise<ImageSource> {
  const { default: sharp } = await import("sharp");
  const raw = { width: 1, height: 1, channels: 1 } as const;
  return {
    count,
    classNames: ["even", "odd"],
    origin: "greys",
    location: { kind: "folder", path: "" },
    nameOf: (index) => `${index}.png`,
    fileOf: (index) => `${index}.png`,
    labelOf: (index) => index % 2,
    attributesOf: (index) => ({ brightness: index }),
    async read(index) {
      if (damaged.includes(index)) return new Uint8Array(9);
      return await sharp(Uint8Array.of(index), { raw }).png().toBuffer();
    },
    close() {},
  };
}

testWith(
  { permissions },
  "labels, attributes and pixels stay together where a picture is left out",
  async () => {
    const set = await loadImages(await greys(40, [3, 17]), { size: 1, channels: 1 });
    const kept = Array.from({ length: 40 }, (_, i) => i).filter((i) =>
      i !== 3 && i !== 17
    );
    assert.deepEqual(Array.from(set.images), kept);
    assert.deepEqual(Array.from(set.labels!), kept.map((i) => i % 2));
    assert.deepEqual(kept.map((_, i) => set.attributesOf!(i).brightness), kept);
    assert.deepEqual(set.skipped.map(({ path }) => path), ["3.png", "17.png"]);
    assert.equal(set.origin, "greys, 2 damaged ones left out");
  },
);

testWith(
  { permissions },
  "loadImages() stops where more than the share may be damaged, naming some",
  async () => {
    const strict = { size: 1, largestSkippedShare: 0.1 };
    const two = await greys(20, [4, 5]);
    assert.equal((await loadImages(two, strict)).count, 18);
    await assert.rejects(
      loadImages(await greys(20, [4, 5, 6]), strict),
      /at most 2 of 20 may be damaged: found 3 so far, 4.png \(.+\), 5.png \(.+\), 6.png \(.+\)$/,
    );
  },
);

testWith(
  { permissions },
  "pictures of mixed sizes are counted by size, and a remark says how many are enlarged",
  async () => {
    const { default: sharp } = await import("sharp");
    const sides = [[20, 30], [40, 20], [8, 50], [20, 30]];
    const source = {
      ...await greys(4),
      async read(index: number) {
        const [width, height] = sides[index];
        const create = { width, height, channels: 3, background: "red" } as const;
        return await sharp({ create }).png().toBuffer();
      },
    };
    const set = await loadImages(source, { size: 16 });
    assert.deepEqual(set.originalSizes, { "20×30": 2, "40×20": 1, "8×50": 1 });
    assert.match(
      set.remarks[0],
      /^1 of 4 pictures is smaller than 16 pixels \(down to 8\)/,
    );
    assert.deepEqual((await loadImages(source, { size: 8 })).remarks, []);
  },
);

testWith(
  { permissions },
  "loadImages() stops where no picture can be decoded, whatever the share",
  async () => {
    const source = await greys(4, [0, 1, 2, 3]);
    await assert.rejects(
      loadImages(source, { size: 1, largestSkippedShare: 1 }),
      /at most 3 of 4 may be damaged: found 4 so far, .* and others$/,
    );
  },
);

testWith(
  { permissions },
  "a fault that is none of one picture's ends the loading as it is",
  async () => {
    const read = () => Promise.reject(new TypeError("a mistake of the program"));
    const source = { ...await greys(40), read };
    await assert.rejects(loadImages(source, { size: 1 }), TypeError);
  },
);

Deno.test("loadImages() refuses a size that is no positive integer", async () => {
  await assert.rejects(
    loadImages({ count: 1 } as ImageSource, { size: 0.5 }),
    /'size' must be a positive integer: current value is 0.5$/,
  );
  await assert.rejects(
    loadImages({ count: 1 } as ImageSource, { size: 1, largestSkippedShare: 10 }),
    /'largestSkippedShare' must be from 0 to 1: current value is 10$/,
  );
});
