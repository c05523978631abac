import assert from "node:assert/strict";
import { join } from "@std/path";
import {
  DECODES,
  makePictureFolder,
  type PictureFolder,
  pictureName,
} from "../../../test/picture_folder.ts";
import { testWith } from "../../../test/test_with.ts";
import { openImageFolder } from "../image_folder.ts";
import { loadImages } from "../load_images.ts";
import { openImageCache } from "./image_cache.ts";
import { makeImageCache } from "./make_image_cache.ts";

const decoding = {
  size: 8,
  channels: 3,
  workers: 1,
  largestSkippedShare: 0.5,
} as const;

/** Folders of pictures and of their cache; `make` says how often and why it was made. */
async function open(damaged: number[] = []) {
  const pictures = await makePictureFolder({ count: 10, damaged });
  const folder = await Deno.makeTempDir();
  const path = join(folder, "deep", "pictures.cache");
  const make = async (from: PictureFolder = pictures, options = {}) => {
    const source = await openImageFolder(from.path);
    const told: string[] = [];
    let done = 0;
    const digest = await makeImageCache(
      source,
      { path, onRebuild: (why) => told.push(why), onProgress: () => done++ },
      { ...decoding, ...options },
    );
    return { digest, done, told };
  };
  return {
    pictures,
    path,
    make,
    async [Symbol.asyncDispose]() {
      await pictures[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

testWith(
  DECODES,
  "a cache has all pictures as loadImages() gives them, and is made once",
  async () => {
    await using set = await open([4]);
    const { digest, done, told } = await set.make();
    assert.deepEqual({ done, told }, { done: 10, told: [] });
    const cache = openImageCache(set.path, digest);
    const { images } = await loadImages(
      await openImageFolder(set.pictures.path),
      decoding,
    );
    // Picture 4 is the third of the folder, whose even pictures come first.
    const usable = [0, 1, 3, 4, 5, 6, 7, 8, 9];
    assert.deepEqual(usable.flatMap((i) => [...cache.read(i)]), [...images]);
    assert.throws(() => cache.read(2), { name: "DamagedImageError" });
    cache.close();
    assert.deepEqual(await set.make(), { digest, done: 0, told: [] });
  },
);

testWith(
  DECODES,
  "a stale, foreign, cut off or changed cache is named and made anew",
  async () => {
    await using set = await open();
    const { digest } = await set.make();
    const whole = await Deno.readFile(set.path);
    const changed = whole.slice();
    changed[400] ^= 1;
    for (
      const [bytes, why] of [
        [changed, /as picture 2 in it has changed$/],
        [whole.slice(0, -9), /as it is cut off or damaged$/],
        [new TextEncoder().encode("a diary ".repeat(20)), /as it is no file of decoded/],
      ] as const
    ) {
      await Deno.writeFile(set.path, bytes);
      const { told, done } = await set.make();
      assert.equal(done, 10);
      assert.match(told.join(), why);
      assert.deepEqual(await Deno.readFile(set.path), whole);
    }
    const { told } = await set.make(set.pictures, { size: 9 });
    assert.match(
      told.join(),
      /must have 10 pictures of 9×9×3: found 10 pictures of 8×8×3$/,
    );
    assert.throws(() => openImageCache(set.path, digest), /it was replaced by another/);
    await Deno.utime(join(set.pictures.path, pictureName(3)), 1e9, 1e9);
    const again = await set.make(set.pictures, { size: 9 });
    assert.match(
      again.told.join(),
      /as it is of other pictures, or they have changed since$/,
    );
  },
);

testWith(
  DECODES,
  "whoever is interrupted leaves the old cache and no other file",
  async () => {
    await using set = await open();
    await using others = await makePictureFolder({
      count: 12,
      damaged: [1, 2, 3, 4, 5, 6, 7],
    });
    await set.make();
    const whole = await Deno.readFile(set.path);
    await assert.rejects(
      set.make(others),
      /at most 6 of 12 may be damaged: found 7 so far/,
    );
    const signal = AbortSignal.abort(new Error("enough"));
    await assert.rejects(set.make(others, { signal }), /^Error: enough$/);
    assert.deepEqual(await Deno.readFile(set.path), whole);
    const names = Array.from(Deno.readDirSync(join(set.path, "..")), ({ name }) => name);
    assert.deepEqual(names, ["pictures.cache"]);
  },
);

testWith(
  DECODES,
  "a place that cannot be written to is named, and nothing is left there",
  async () => {
    await using set = await open();
    const source = await openImageFolder(set.pictures.path);
    const { path } = set.pictures;
    await assert.rejects(
      makeImageCache(source, { path }, decoding),
      /Cannot write the decoded pictures to .*: .*directory/,
    );
    const above = Array.from(Deno.readDirSync(join(path, "..")), ({ name }) => name);
    assert.deepEqual(above.filter((name) => name.endsWith(".part")), []);
  },
);
