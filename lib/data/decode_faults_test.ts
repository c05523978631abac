import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { decodeDescribedImage, decodeImage } from "./decode_image.ts";

/** All that the native decoder asks for. */
const permissions: Deno.PermissionName[] = ["read", "write", "env", "sys", "ffi"];

testWith(
  { permissions },
  "decodeImage() says in plain words what is wrong with an empty file and a cut JPEG",
  async () => {
    const { default: sharp } = await import("sharp");
    const noise = Uint8Array.from({ length: 300 * 300 * 3 }, (_, i) => (i * i) % 251);
    const raw = { width: 300, height: 300, channels: 3 as const };
    const whole = new Uint8Array(await sharp(noise, { raw }).jpeg().toBuffer());
    const decode = (bytes: Uint8Array) => decodeImage(bytes, { size: 8, channels: 3 });
    await assert.rejects(
      decode(new Uint8Array()),
      /^DamagedImageError: the file is empty/,
    );
    for (const share of [0.1, 0.5, 0.9]) {
      const cut = whole.slice(0, Math.floor(whole.length * share));
      await assert.rejects(decode(cut), /break(s)? off before its end/);
    }
  },
);

testWith(
  { permissions },
  "an AVIF is called that, and so it is among the formats of which a file must be one",
  async () => {
    const { default: sharp } = await import("sharp");
    const raw = { width: 1, height: 1, channels: 3 as const };
    const file = await sharp(new Uint8Array(3), { raw }).avif().toBuffer();
    const options = { size: 1, channels: 3 } as const;
    const { description } = await decodeDescribedImage(file, options);
    assert.deepEqual(description, { format: "avif", width: 1, height: 1 });
    await assert.rejects(
      decodeImage(new TextEncoder().encode("no picture"), options),
      /one of jpeg, png, webp, gif, tiff, avif/,
    );
  },
);
