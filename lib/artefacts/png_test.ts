import assert from "node:assert/strict";
import { RandomGenerator } from "../tensor/random.ts";
import { decodePng, encodePng } from "./png.ts";

for (const channels of [1, 3]) {
  Deno.test(`decodePng() gives back every byte of a picture of ${channels} channels`, () => {
    const random = new RandomGenerator(channels);
    for (const [width, height] of [[1, 1], [7, 3], [33, 64]]) {
      const pixels = Uint8Array.from(
        { length: width * height * channels },
        () => random.integer(256),
      );
      const picture = { width, height, channels, pixels };
      assert.deepEqual(decodePng(encodePng(picture)), picture);
    }
  });
}

Deno.test("encodePng() writes PNG's signature and the size where readers expect them", () => {
  const png = encodePng({
    width: 5,
    height: 2,
    channels: 1,
    pixels: new Uint8Array(10),
  });
  assert.deepEqual([...png.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
  const view = new DataView(png.buffer);
  assert.deepEqual([view.getUint32(16), view.getUint32(20)], [5, 2]);
  // Bit depth 8, colour type 0: grey.
  assert.deepEqual([png[24], png[25]], [8, 0]);
});

Deno.test("encodePng() refuses pixels that do not fill the picture", () => {
  const pixels = new Uint8Array(10);
  assert.throws(() => encodePng({ width: 5, height: 3, channels: 1, pixels }), {
    name: "RangeError",
    message: /current shape is \[3, 5, 1\] with 10 values/,
  });
  assert.throws(
    () => encodePng({ width: 5, height: 1, channels: 2, pixels }),
    RangeError,
  );
});

Deno.test("decodePng() refuses truncated and foreign bytes", () => {
  const png = encodePng({
    width: 4,
    height: 4,
    channels: 3,
    pixels: new Uint8Array(48),
  });
  for (let length = 0; length < png.length - 12; length++) {
    assert.throws(() => decodePng(png.subarray(0, length)), `${length} bytes`);
  }
  assert.throws(() => decodePng(new TextEncoder().encode("GIF89a")));
});
