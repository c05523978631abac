import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { decodeImage } from "./decode_image.ts";

/** All that the native decoder asks for. */
const permissions: Deno.PermissionName[] = ["read", "write", "env", "sys", "ffi"];

testWith(
  { permissions },
  "decodeImage() crops to the centred square and lays on white",
  async () => {
    const { default: sharp } = await import("sharp");
    const pixels = Uint8Array.from([255, 0, 0, 255, 0, 0, 0, 128, 0, 0, 255, 255]);
    const raw = { width: 3, height: 1, channels: 4 } as const;
    const file = await sharp(pixels, { raw }).png().toBuffer();
    // 255 · (1 − 128/255) = 127.
    const colours = await decodeImage(file, { size: 1, channels: 3 });
    assert.deepEqual(Array.from(colours), [127, 127, 127]);
    assert.deepEqual(
      Array.from(await decodeImage(file, { size: 1, channels: 1 })),
      [127],
    );
  },
);

testWith(
  { permissions },
  "decodeImage() refuses what is no picture, in the decoder's words",
  async () => {
    const page = new TextEncoder().encode("<html>404</html>");
    await assert.rejects(decodeImage(page, { size: 1, channels: 3 }), /unsupported/);
  },
);
