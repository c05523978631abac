import assert from "node:assert/strict";
import { DECODES, makePictureFolder } from "../../test/picture_folder.ts";
import { testWith } from "../../test/test_with.ts";
import { decodeGroups } from "./decode_groups.ts";
import { decodeDescribedImage } from "./decode_image.ts";
import { openImageFolder } from "./image_folder.ts";

const options = { size: 8, channels: 3 } as const;

testWith(
  DECODES,
  "groups have the pictures asked for in that order, as decodeDescribedImage() gives them, and damaged ones' faults",
  async () => {
    await using folder = await makePictureFolder({ count: 20, damaged: [4] });
    const source = await openImageFolder(folder.path);
    const indices = [19, ...Array(18).keys()];
    const groups = await Array.fromAsync(decodeGroups(source, indices, options));
    assert.deepEqual(groups.map(({ length }) => length), [16, 3]);
    const found = groups.flat();
    assert.deepEqual(found.map(({ index }) => index), indices);
    for (const picture of found) {
      // Picture 4 is the third of the folder, whose even pictures come first.
      assert.equal("fault" in picture, picture.index === 2);
      if ("fault" in picture) {
        assert.equal(picture.fault.name, "DamagedImageError");
        continue;
      }
      const bytes = await Deno.readFile(source.fileOf(picture.index));
      assert.deepEqual([...picture.bytes], [...bytes]);
      assert.deepEqual(picture.image, await decodeDescribedImage(bytes, options));
    }
  },
);

testWith(
  DECODES,
  "a source that can no longer be read ends the groups with its own error",
  async () => {
    await using folder = await makePictureFolder({ count: 1 });
    const source = await openImageFolder(folder.path);
    const gone = { ...source, read: () => Promise.reject(new TypeError("no disk")) };
    await assert.rejects(Array.fromAsync(decodeGroups(gone, [0], options)), {
      name: "TypeError",
      message: "no disk",
    });
  },
);
