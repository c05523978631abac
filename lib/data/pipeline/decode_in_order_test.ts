import assert from "node:assert/strict";
import { DECODES, makePictureFolder } from "../../../test/picture_folder.ts";
import { testWith } from "../../../test/test_with.ts";
import { openImageFolder } from "../image_folder.ts";
import { loadImages } from "../load_images.ts";
import { decodeInOrder } from "./decode_in_order.ts";

testWith(
  DECODES,
  "decodeInOrder() gives all pictures as loadImages() does, and tells the damaged",
  async () => {
    await using folder = await makePictureFolder({ count: 150, size: 8, damaged: [6] });
    const source = await openImageFolder(folder.path);
    const decoding = { size: 8, channels: 3, workers: 2 } as const;
    const pixels: number[] = [];
    const faults: string[] = [];
    for await (const found of decodeInOrder(source, decoding)) {
      if (found instanceof Uint8Array) pixels.push(...found);
      else faults.push(`${found.kind} before ${pixels.length / 192}`);
    }
    const { images } = await loadImages(source, decoding);
    assert.deepEqual(pixels, [...images]);
    assert.deepEqual(faults, ["damaged before 3"]);
  },
);

testWith(DECODES, "decodeInOrder() ends with the signal's reason", async () => {
  await using folder = await makePictureFolder({ count: 10, size: 8 });
  const source = await openImageFolder(folder.path);
  const controller = new AbortController();
  const options = {
    size: 8,
    channels: 3,
    workers: 1,
    signal: controller.signal,
  } as const;
  const walk = async () => {
    for await (const _ of decodeInOrder(source, options)) {
      controller.abort(new Error("enough"));
    }
  };
  await assert.rejects(walk(), /^Error: enough$/);
  await assert.rejects(walk(), /^Error: enough$/);
});
