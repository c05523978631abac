import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { decodeSmallJpeg } from "./small_jpeg.ts";

/** All that the native decoder asks for. */
const permissions: Deno.PermissionName[] = ["read", "write", "env", "sys", "ffi"];

const addressAtStart = globalThis.location;

async function picture(width: number, height: number) {
  const { default: sharp } = await import("sharp");
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * i) % 251);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

testWith(
  { permissions },
  "decodeSmallJpeg() gives sharp's bits and an alpha of 255",
  async () => {
    const { default: sharp } = await import("sharp");
    const file = await (await picture(24, 17)).jpeg().toBuffer();
    const found = await decodeSmallJpeg(new Uint8Array(file));
    const expected = await sharp(file).ensureAlpha().raw().toBuffer();
    assert.deepEqual(new Uint8Array(found!), new Uint8Array(expected));
  },
);

testWith(
  { permissions },
  "decodeSmallJpeg() leaves to sharp what it remarks on or gives up at, and goes on",
  async () => {
    const whole = new Uint8Array(await (await picture(24, 24)).jpeg().toBuffer());
    const cmyk = await (await picture(24, 24)).toColourspace("cmyk").jpeg().toBuffer();
    for (const broken of [whole.subarray(0, -9), whole.subarray(0, 40), cmyk]) {
      const [before, found, after] = await Promise.all(
        [whole, broken, whole].map((file) => decodeSmallJpeg(file)),
      );
      assert.deepEqual([before?.length, found], [24 * 24 * 4, null]);
      assert.ok(after === null || after.length === 24 * 24 * 4);
      assert.equal((await decodeSmallJpeg(whole))?.length, 24 * 24 * 4);
    }
  },
);

testWith({ permissions }, "decodeSmallJpeg() gives the program no address", async () => {
  await decodeSmallJpeg(new Uint8Array(await (await picture(8, 8)).jpeg().toBuffer()));
  assert.equal(globalThis.location, addressAtStart);
});
