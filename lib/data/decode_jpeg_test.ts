/**
 * JPEGs whose size is read without the decoder, held to what the decoder itself says.
 */
import assert from "node:assert/strict";
import type { Sharp } from "sharp";
import { broken } from "../../test/fuzz.ts";
import { dataFolder, testWith } from "../../test/test_with.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { decodeDescribedImage } from "./decode_image.ts";
import { readJpegSize } from "./formats/jpeg_header.ts";
import { DamagedImageError } from "./image_source.ts";
import { openImageZip } from "./image_zip.ts";

/** All that the native decoder asks for. */
const permissions: Deno.PermissionName[] = ["read", "write", "env", "sys", "ffi"];

/** What the native decoder says of a file. */
async function sharpsDescription(file: Uint8Array) {
  const { default: sharp } = await import("sharp");
  const { format, autoOrient } = await sharp(file).metadata();
  return { format, ...autoOrient };
}

/** The same picture with a segment of notes, for which the decoder is asked its size. */
function annotated(file: Uint8Array): Uint8Array {
  const notes = [0xff, 0xe1, 0, 4, 1, 2];
  return Uint8Array.from([...file.subarray(0, 2), ...notes, ...file.subarray(2)]);
}

async function assertSameBothWays(file: Uint8Array, sizes: number[]): Promise<void> {
  const asked = annotated(file);
  assert.notEqual(readJpegSize(file), null);
  assert.equal(readJpegSize(asked), null);
  for (const size of sizes) {
    for (const channels of [1, 3] as const) {
      const options = { size, channels };
      const found = await decodeDescribedImage(file, options);
      assert.deepEqual(found, await decodeDescribedImage(asked, options));
    }
  }
}

/** A picture in which no two neighbours are alike. */
async function picture(width: number, height: number): Promise<Sharp> {
  const { default: sharp } = await import("sharp");
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * i) % 251);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

const kinds: Record<string, (image: Sharp) => Sharp> = {
  "in colour": (image) => image.jpeg(),
  "progressive": (image) => image.jpeg({ progressive: true }),
  "with all its colours": (image) => image.jpeg({ chromaSubsampling: "4:4:4" }),
  "in grey": (image) => image.toColourspace("b-w").jpeg(),
};

for (const [kind, encode] of Object.entries(kinds)) {
  testWith(
    { permissions },
    `a JPEG ${kind} has the same bits whether the decoder is asked for its size or not`,
    async () => {
      for (const [width, height] of [[24, 24], [35, 24], [24, 50]]) {
        const file = await encode(await picture(width, height)).toBuffer();
        await assertSameBothWays(new Uint8Array(file), [24, 10, 40]);
      }
    },
  );
}

testWith(
  { permissions: [...permissions], parts: ["images"] },
  "500 of CIFAR-10's JPEGs have the same bits whether the decoder is asked or not",
  async () => {
    const path = `${dataFolder()}/cifar10-automobile-horse-ship.zip`;
    const source = openImageZip(path);
    for (let i = 0; i < 500; i++) {
      const index = Math.floor(i * source.count / 500);
      await assertSameBothWays(await source.read(index), [32]);
    }
    source.close();
  },
);

testWith(
  { permissions },
  "of 300 broken JPEGs none is decoded whose size the decoder sees otherwise",
  async () => {
    const files = await Promise.all(
      Object.values(kinds).map(async (encode) =>
        new Uint8Array(await encode(await picture(24, 20)).toBuffer())
      ),
    );
    const random = new RandomGenerator(32);
    let decoded = 0;
    for (let i = 0; i < 300; i++) {
      const file = broken(files, random);
      if (readJpegSize(file) === null) continue;
      try {
        const found = await decodeDescribedImage(file, { size: 20, channels: 3 });
        assert.deepEqual(found.description, await sharpsDescription(file));
        decoded++;
      } catch (error) {
        if (!(error instanceof DamagedImageError)) throw error;
      }
    }
    assert.ok(decoded > 20, `${decoded} were decoded`);
  },
);

testWith(
  { permissions },
  "a small JPEG that declares 4,000 million pixels is refused before it is decoded",
  async () => {
    const file = new Uint8Array(
      await kinds["in colour"](await picture(24, 24)).toBuffer(),
    );
    const frame = file.findIndex((byte, i) => byte === 0xff && file[i + 1] === 0xc0);
    file.fill(0xff, frame + 5, frame + 9);
    file[frame + 8] = file[frame + 6] = 0xdc;
    assert.deepEqual(readJpegSize(file), { width: 65_500, height: 65_500 });
    await assert.rejects(decodeDescribedImage(file, { size: 24, channels: 3 }), {
      name: "DamagedImageError",
      message: /exceeds pixel limit/,
    });
  },
);
