import assert from "node:assert/strict";
import { crc32 } from "node:zlib";
import type { Sharp } from "sharp";
import { testWith } from "../../test/test_with.ts";
import { decodeDescribedImage, decodeImage } from "./decode_image.ts";
import fixture from "./pillow.json" with { type: "json" };

/** All that the native decoder asks for. */
const permissions: Deno.PermissionName[] = ["read", "write", "env", "sys", "ffi"];

type Colour = number[];

async function description(file: Uint8Array) {
  return (await decodeDescribedImage(file, { size: 1, channels: 3 })).description;
}

const red: Colour = [255, 0, 0];
const green: Colour = [0, 255, 0];
const blue: Colour = [0, 0, 255];
const white: Colour = [255, 255, 255];

/** A picture of rows of colours, to be encoded. */
async function picture(rows: Colour[][]): Promise<Sharp> {
  const { default: sharp } = await import("sharp");
  const channels = rows[0][0].length as 1 | 2 | 3 | 4;
  const raw = { width: rows[0].length, height: rows.length, channels };
  return sharp(Uint8Array.from(rows.flat(2)), { raw });
}

/** The colours of a decoded picture, in one row. */
async function colours(
  file: Uint8Array,
  size: number,
  channels: 1 | 3 = 3,
): Promise<Colour[]> {
  const pixels = Array.from(await decodeImage(file, { size, channels }));
  return Array.from(
    { length: size * size },
    (_, i) => pixels.slice(i * channels, (i + 1) * channels),
  );
}

function assertNear(found: Colour[], expected: Colour[], bound: number): void {
  const differences = found.flat().map((value, i) =>
    Math.abs(value - expected.flat()[i])
  );
  const largest = Math.max(...differences);
  assert.ok(largest <= bound, `${JSON.stringify(found)}, off by ${largest}`);
}

for (const { name, size, file, pixels } of fixture) {
  // sharp's filter has weights of 1/4096, and its JPEG decoder rounds in other places; it
  // halves what is more than four times as large.
  const isHalved = name === "300 × 200 as JPEG to 32";
  const [bound, mean] = isHalved
    ? [25, 1.5]
    : name.includes("JPEG")
    ? [4, 0.2]
    : [2, 0.2];
  testWith(
    { permissions },
    `${name} is torchvision's resize and centre crop within ${bound}, ${mean} on average`,
    async () => {
      const found = await decodeImage(Uint8Array.fromBase64(file), { size, channels: 3 });
      const differences = Array.from(
        Uint8Array.fromBase64(pixels),
        (value, i) => Math.abs(value - found[i]),
      );
      assert.equal(found.length, differences.length);
      const largest = Math.max(...differences);
      const average = differences.reduce((a, b) => a + b) / differences.length;
      const words = `largest ${largest}, average ${average}`;
      assert.ok(largest <= bound && average <= mean, words);
    },
  );
}

const lossless: Record<string, (image: Sharp) => Sharp> = {
  "PNG": (image) => image.png(),
  "PNG with a palette": (image) => image.png({ palette: true }),
  "PNG, interlaced": (image) => image.png({ progressive: true }),
  "WebP": (image) => image.webp({ lossless: true }),
  "GIF": (image) => image.gif(),
  "TIFF": (image) => image.tiff({ compression: "lzw" }),
};

for (const [format, encode] of Object.entries(lossless)) {
  testWith(
    { permissions },
    `${format} is decoded to the pixels that went in`,
    async () => {
      const file = await encode(await picture([[red, green], [blue, white]])).toBuffer();
      assert.deepEqual(await colours(file, 2), [red, green, blue, white]);
      const { width, height } = await description(file);
      assert.deepEqual([width, height], [2, 2]);
    },
  );
}

const lossy: Record<string, [encode: (image: Sharp) => Sharp, bound: number]> = {
  "JPEG": [(image) => image.jpeg({ quality: 100 }), 2],
  "JPEG, progressive": [(image) => image.jpeg({ quality: 100, progressive: true }), 2],
  "AVIF": [(image) => image.avif({ quality: 90 }), 6],
  // The four inks of print cannot mix a pure red.
  "JPEG in CMYK": [(image) => image.toColourspace("cmyk").jpeg({ quality: 100 }), 25],
};

for (const [format, [encode, bound]] of Object.entries(lossy)) {
  testWith(
    { permissions },
    `${format} keeps its colours within ${bound} of 255`,
    async () => {
      const muted = [[180, 60, 70], [60, 120, 80]];
      const rows = Array.from(
        { length: 32 },
        (_, y) => new Array<Colour>(32).fill(muted[y < 16 ? 0 : 1]),
      );
      const file = await encode(await picture(rows)).toBuffer();
      const pixels = await colours(file, 32);
      assertNear([pixels[0], pixels[1023]], muted, bound);
    },
  );
}

testWith(
  { permissions },
  "grey stays grey in one channel and in three, with alpha or without",
  async () => {
    const grey = await (await picture([[[0], [77]], [[200], [255]]]))
      .toColourspace("b-w").png().toBuffer();
    const tones = [[0], [77], [200], [255]];
    assert.deepEqual(await colours(grey, 2, 1), tones);
    assert.deepEqual(await colours(grey, 2), tones.map(([v]) => [v, v, v]));
    const clear = await (await picture([[[0, 255], [77, 0]], [[200, 51], [0, 128]]]))
      .png().toBuffer();
    // 255 + (200 − 255) · 51/255 = 244; 255 · (1 − 128/255) = 127.
    assert.deepEqual(await colours(clear, 2, 1), [[0], [255], [244], [127]]);
  },
);

testWith(
  { permissions },
  "transparent colours are laid on white, also those of a palette",
  async () => {
    const rows = [[[...red, 255], [...red, 0]], [[0, 0, 0, 128], [...blue, 255]]];
    const half = [127, 127, 127];
    const png = await (await picture(rows)).png().toBuffer();
    assert.deepEqual(await colours(png, 2), [red, white, half, blue]);
    const palette = await (await picture(rows)).png({ palette: true }).toBuffer();
    assertNear(await colours(palette, 2), [red, white, half, blue], 3);
    const gif = await (await picture([rows[0], rows[0]])).gif().toBuffer();
    assert.deepEqual(await colours(gif, 2), [red, white, red, white]);
  },
);

testWith(
  { permissions },
  "a PNG of 16 bits keeps its tones, in colour and in grey",
  async () => {
    const { default: sharp } = await import("sharp");
    const raw = { width: 1, height: 1, channels: 3 } as const;
    const deep = await sharp(Uint16Array.of(0x8000, 0xffff, 0x1234), { raw })
      .toColourspace("rgb16").png().toBuffer();
    assert.equal(deep[24], 16, "the file has 16 bits");
    assert.deepEqual(await colours(deep, 1), [[0x80, 0xff, 0x12]]);
    const grey = await sharp(Uint16Array.of(0x4000), { raw: { ...raw, channels: 1 } })
      .toColourspace("grey16").png().toBuffer();
    assert.equal(grey[24], 16, "the file has 16 bits");
    assert.deepEqual(await colours(grey, 1, 1), [[0x40]]);
  },
);

testWith(
  { permissions },
  "of a GIF and a WebP with frames the first counts",
  async () => {
    const { default: sharp } = await import("sharp");
    const frames = await Promise.all(
      [red, green, blue].map(async (colour) =>
        await (await picture([[colour, colour], [colour, colour]])).png().toBuffer()
      ),
    );
    const animation = () => sharp(frames, { join: { animated: true } });
    const files = [
      await animation().gif().toBuffer(),
      await animation().webp({ lossless: true }).toBuffer(),
    ];
    for (const file of files) {
      assert.equal((await sharp(file).metadata()).pages, 3);
      assert.deepEqual(await colours(file, 2), [red, red, red, red]);
    }
  },
);

/** Where the upright picture's corners r, g, b, w stand in a file with orientation i + 1. */
const ORIENTATIONS = ["rgbw", "grwb", "wbgr", "bwrg", "rbgw", "gwrb", "wgbr", "brwg"];

for (let orientation = 1; orientation <= 8; orientation++) {
  testWith(
    { permissions },
    `a picture with EXIF orientation ${orientation} is turned upright, large or small`,
    async () => {
      const corner: Record<string, Colour> = { r: red, g: green, b: blue, w: white };
      const [a, b, c, d] = Array.from(
        ORIENTATIONS[orientation - 1],
        (key) => corner[key],
      );
      const file = await (await picture([[a, b], [c, d]]))
        .withMetadata({ orientation }).png().toBuffer();
      assert.deepEqual(await colours(file, 2), [red, green, blue, white]);
      const large = await colours(file, 40);
      assert.deepEqual([large[0], large[39], large[1560], large[1599]], [
        red,
        green,
        blue,
        white,
      ]);
    },
  );
}

testWith(
  { permissions },
  "an oblong picture is turned first, then cropped to its centre",
  async () => {
    const row = [red, green, blue];
    for (const orientation of [1, 6]) {
      const file = await (await picture([row]))
        .withMetadata({ orientation }).png().toBuffer();
      assert.deepEqual(await colours(file, 1), [green]);
      assert.deepEqual(await colours(file, 2), [green, green, green, green]);
      const { width, height } = await description(file);
      assert.deepEqual([width, height], orientation === 1 ? [3, 1] : [1, 3]);
    }
  },
);

testWith(
  { permissions },
  "fine stripes become their mean, not some of themselves",
  async () => {
    const row = Array.from({ length: 64 }, (_, i): Colour => [i % 2 ? 255 : 0]);
    const file = await (await picture(new Array(64).fill(row))).png().toBuffer();
    assertNear(await colours(file, 4, 1), new Array(16).fill([127.5]), 12);
  },
);

testWith(
  { permissions },
  "what is no picture, is cut off or of another format is a damaged one, with the reason",
  async () => {
    const refused = (bytes: Uint8Array, message: RegExp) =>
      assert.rejects(decodeImage(bytes, { size: 1, channels: 3 }), {
        name: "DamagedImageError",
        message,
      });
    const text = (content: string) => new TextEncoder().encode(content);
    await refused(text("<html>404</html>"), /unsupported/);
    await refused(new Uint8Array(0), /empty/i);
    const size = 'width="9" height="9"';
    const svg = text(`<svg xmlns="http://www.w3.org/2000/svg" ${size}></svg>`);
    await refused(svg, /its format must be one of jpeg, .*: it is svg$/);
    const rows = Array.from(
      { length: 64 },
      (_, y) =>
        Array.from({ length: 64 }, (_, x): Colour => [x * 4, y * 4, (x * y) % 256]),
    );
    for (const encode of [lossless.PNG, lossless.WebP, lossy.JPEG[0]]) {
      const file = await encode(await picture(rows)).toBuffer();
      await refused(file.subarray(0, Math.floor(0.6 * file.length)), /./);
    }
  },
);

testWith(
  { permissions },
  "a small file that declares 400 million pixels is refused before it is decoded",
  async () => {
    const file = await (await picture([[red]])).png().toBuffer();
    const header = new DataView(file.buffer, file.byteOffset, file.length);
    // IHDR: its type at 12, width and height at 16 and 20, its checksum at 29.
    header.setUint32(16, 20_000);
    header.setUint32(20, 20_000);
    header.setUint32(29, crc32(file.subarray(12, 29)));
    await assert.rejects(decodeImage(file, { size: 1, channels: 3 }), {
      name: "DamagedImageError",
      message: /exceeds pixel limit/,
    });
  },
);

Deno.test("decodeImage() refuses a size that is no positive integer", async () => {
  await assert.rejects(
    decodeImage(new Uint8Array(0), { size: 0, channels: 3 }),
    /^RangeError: Cannot load images as 'size' must be a positive integer: .* is 0$/,
  );
});
