import assert from "node:assert/strict";
import { dirname, join } from "@std/path";
import {
  DECODES,
  makePictureFolder,
  type PictureFolder,
  pictureName,
} from "../../../test/picture_folder.ts";
import { testOnSmallDisk } from "../../../test/small_disk.ts";
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
      { path, onNotice: (notice) => told.push(notice), onProgress: () => done++ },
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
  "a stale, cut off or changed cache of the same place is named and made anew",
  async () => {
    await using set = await open();
    const { digest } = await set.make();
    const whole = await Deno.readFile(set.path);
    const changed = whole.slice();
    changed[400] ^= 1;
    for (
      const [bytes, why] of [
        [changed, /as picture 2 in it has changed\.$/],
        [whole.slice(0, -9), /as it is cut off or damaged\.$/],
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
      /must have 10 pictures of 9×9×3: found 10 pictures of 8×8×3\.$/,
    );
    assert.throws(() => openImageCache(set.path, digest), /it was replaced by another/);
    await Deno.utime(join(set.pictures.path, pictureName(3)), 1e9, 1e9);
    const again = await set.make(set.pictures, { size: 9 });
    assert.match(
      again.told.join(),
      /as it is of other pictures, or they have changed since\.$/,
    );
  },
);

testWith(
  DECODES,
  "a file that is no cache, or is one of another place, stays as it is and is refused",
  async () => {
    await using set = await open();
    await using others = await makePictureFolder({ count: 12 });
    await set.make();
    const whole = await Deno.readFile(set.path);
    await assert.rejects(set.make(others), (error: Error) => {
      assert.equal(error.name, "ImageCacheError");
      const why = "must have 12 pictures of 8×8×3: found 10 pictures of 8×8×3; it was " +
        `made of ${set.pictures.path}. It stays as it is: name another file, or remove`;
      assert.ok(error.message.includes(why), error.message);
      return true;
    });
    assert.deepEqual(await Deno.readFile(set.path), whole);
    await Deno.writeTextFile(set.path, "a diary");
    await assert.rejects(set.make(), {
      name: "ImageCacheError",
      message: `Cannot keep the decoded pictures in ${set.path} as it is no file of ` +
        "decoded pictures. It stays as it is: name another file",
    });
    assert.equal(await Deno.readTextFile(set.path), "a diary");
    await Deno.writeTextFile(set.path, "");
    assert.deepEqual((await set.make()).told, [], "of an empty file nothing is lost");
  },
);

testWith(
  DECODES,
  "whoever is interrupted leaves the old cache and no other file",
  async () => {
    await using set = await open();
    await set.make();
    const whole = await Deno.readFile(set.path);
    for (let i = 0; i < 6; i++) {
      await Deno.writeTextFile(join(set.pictures.path, pictureName(i)), "no picture");
    }
    await assert.rejects(
      set.make(),
      /at most 5 of 10 may be damaged: found 6 so far/,
    );
    const signal = AbortSignal.abort(new Error("enough"));
    await assert.rejects(set.make(set.pictures, { signal }), /^Error: enough$/);
    assert.deepEqual(await Deno.readFile(set.path), whole);
    assert.deepEqual(beside(set.path), ["pictures.cache"]);
  },
);

testWith(
  DECODES,
  "what a killed process left is cleared away, and of two at once one makes the cache",
  async () => {
    await using set = await open();
    await Deno.mkdir(dirname(set.path));
    await Deno.writeFile(`${set.path}.partial`, new Uint8Array(1e6));
    await Deno.writeTextFile(`${set.path}.lock`, "");
    const [one, other] = await Promise.all([set.make(), set.make()]);
    assert.equal(one.digest, other.digest);
    assert.deepEqual([one.done, other.done].sort(), [0, 10].sort());
    const waited = `Waiting for another process that makes ${set.path}.`;
    assert.deepEqual([...one.told, ...other.told], [waited]);
    assert.deepEqual(beside(set.path), ["pictures.cache"]);
  },
);

testWith(
  DECODES,
  "a place that cannot be written to is named, and nothing is left there",
  async () => {
    await using set = await open();
    const source = await openImageFolder(set.pictures.path);
    const inFile = join(set.pictures.path, pictureName(0), "pictures.cache");
    for (
      const [path, why] of [
        [set.pictures.path, /Cannot keep the decoded pictures in .* as it is no file\. /],
        [inFile, /must be a file that can be read and written: /],
      ] as const
    ) {
      await assert.rejects(makeImageCache(source, { path }, decoding), (error: Error) => {
        assert.equal(error.name, "ImageCacheError");
        assert.match(error.message, why);
        return true;
      });
    }
    const names = beside(set.pictures.path);
    assert.deepEqual(names.filter((name) => /\.(partial|lock)$/.test(name)), []);
  },
);

testOnSmallDisk(
  "a disk that has no room for a cache is named, beforehand or as it fills up, and nothing is left there",
  { kilobytes: 64, permissions: [...DECODES.permissions] },
  async (disk) => {
    await using pictures = await makePictureFolder({ count: 10 });
    const source = await openImageFolder(pictures.path);
    const path = join(disk, "pictures.cache");
    await assert.rejects(makeImageCache(source, { path }, { ...decoding, size: 64 }), {
      name: "ImageCacheError",
      message: `Cannot keep the decoded pictures in ${path} as its disk must have room ` +
        "for 123 kB: 65.5 kB are free",
    });
    let fills = true;
    const onProgress = () => {
      if (fills) Deno.writeFileSync(join(disk, "other"), new Uint8Array(48_000));
      fills = false;
    };
    await assert.rejects(
      makeImageCache(source, { path, onProgress }, { ...decoding, size: 40 }),
      { name: "ImageCacheError", message: /must be a file .*: No space left/ },
    );
    assert.deepEqual(beside(path), ["other"]);
  },
);

const beside = (path: string) =>
  Array.from(Deno.readDirSync(dirname(path)), ({ name }) => name);
