import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { loadImageFolder, openImageFolder } from "./image_folder.ts";

/** All that the native decoder asks for. */
const permissions: Deno.PermissionName[] = ["read", "write", "env", "sys", "ffi"];

type Colour = [number, number, number];

/** A picture of one row of colours, encoded as its name says. */
async function picture(path: string, colours: Colour[], height = 1): Promise<void> {
  const { default: sharp } = await import("sharp");
  const channels = 3;
  const pixels = Uint8Array.from(new Array(height).fill(colours.flat()).flat());
  await sharp(pixels, { raw: { width: colours.length, height, channels } }).toFile(path);
}

const red: Colour = [255, 0, 0];
const green: Colour = [0, 255, 0];
const blue: Colour = [0, 0, 255];

async function withFolder(
  files: Record<string, Colour[]>,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, colours] of Object.entries(files)) {
      const path = `${folder}/${name}`;
      await Deno.mkdir(path.replace(/\/[^/]*$/, ""), { recursive: true });
      await picture(path, colours);
    }
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

testWith(
  { permissions },
  "a folder for each class gives labels in the order of names",
  () =>
    withFolder({
      "b/2.png": [blue],
      "b/10.png": [green],
      "a/x.png": [red],
      "b/deep/1.png": [red],
    }, async (folder) => {
      const set = await loadImageFolder(folder, { size: 1 });
      assert.deepEqual(set.classNames, ["a", "b"]);
      assert.deepEqual(Array.from(set.labels!), [0, 1, 1, 1]);
      // a/x, b/10, b/2, b/deep/1: by character code, not by number.
      assert.deepEqual(Array.from(set.images), [...red, ...green, ...blue, ...red]);
      assert.deepEqual([set.count, set.height, set.width, set.channels], [4, 1, 1, 3]);
      assert.equal(set.origin, `4 images from ${folder}`);
      assert.deepEqual(await loadImageFolder(folder, { size: 1 }), set);
    }),
);

testWith(
  { permissions },
  "pictures of a kind that is not read are named beside the others",
  () =>
    withFolder({ "1.png": [red], "2.jpg": [red] }, async (folder) => {
      Deno.renameSync(`${folder}/2.jpg`, `${folder}/2.JFIF`);
      Deno.writeTextFileSync(`${folder}/3.BMP`, "a bitmap");
      const { count, skipped } = await openImageFolder(folder);
      assert.equal(count, 2);
      assert.deepEqual(skipped, [{
        path: "3.BMP",
        reason: "pictures of the kind bmp are not read: save it as PNG or JPEG",
      }]);
    }),
);

testWith(
  { permissions },
  "a picture whose name has no ending is read; with another ending it is named",
  () =>
    withFolder({ "1.png": [red], "2.jpg": [blue], "3.gif": [red] }, async (folder) => {
      Deno.renameSync(`${folder}/2.jpg`, `${folder}/2`);
      Deno.renameSync(`${folder}/3.gif`, `${folder}/3.gif.bak`);
      Deno.writeTextFileSync(`${folder}/LICENSE`, "MIT License");
      const set = await loadImageFolder(folder, { size: 1 });
      assert.equal(set.count, 2);
      // JPEG rounds.
      assert.ok(Math.abs(set.images[5] - 255) <= 2, `${set.images}`);
      assert.deepEqual(set.skipped, [{
        path: "3.gif.bak",
        reason: "it is a picture, but its name ends in .bak: rename it to .jpg, .png " +
          "or the like to use it",
      }]);
    }),
);

testWith(
  { permissions },
  "pictures without class folders have no labels",
  () =>
    withFolder({ "2.png": [blue], "1.webp": [[9, 9, 9]] }, async (folder) => {
      Deno.writeTextFileSync(`${folder}/notes.txt`, "no picture");
      Deno.writeTextFileSync(`${folder}/.hidden.png`, "no picture");
      Deno.mkdirSync(`${folder}/empty`);
      const set = await loadImageFolder(folder, { size: 1 });
      assert.equal(set.count, 2);
      assert.equal(set.labels, null);
      assert.equal(set.classNames, null);
      assert.deepEqual(Array.from(set.images.slice(3)), blue);
    }),
);

testWith(
  { permissions },
  "a damaged picture is skipped, named and counted",
  () =>
    withFolder({}, async (folder) => {
      for (let i = 0; i < 20; i++) await picture(`${folder}/${10 + i}.jpg`, [red], 8);
      const whole = Deno.readFileSync(`${folder}/15.jpg`);
      Deno.writeFileSync(`${folder}/15.jpg`, whole.slice(0, whole.length - 40));
      Deno.writeTextFileSync(`${folder}/17.jpg`, "<html>404</html>");
      const set = await loadImageFolder(folder, { size: 1 });
      assert.equal(set.count, 18);
      assert.equal(set.images.length, 18 * 3);
      assert.equal(set.origin, `20 images from ${folder}, 2 damaged ones left out`);
      assert.deepEqual(set.skipped.map(({ path }) => path), ["15.jpg", "17.jpg"]);
      for (const { reason } of set.skipped) assert.ok(reason.length > 0);
      const strict = loadImageFolder(folder, { size: 1, largestSkippedShare: 0.05 });
      await assert.rejects(
        strict,
        /at most 1 of 20 may be damaged: found 2 so far, 15.jpg \(.+\), 17.jpg \(.+\)$/,
      );
    }),
);

testWith(
  { permissions },
  "a folder around the class folders is no class, and names keep it",
  () =>
    withFolder({ "mine/b/1.png": [red], "mine/a/1.png": [blue] }, async (folder) => {
      const source = await openImageFolder(folder);
      assert.deepEqual(source.classNames, ["a", "b"]);
      assert.equal(source.nameOf(1), "mine/b/1.png");
      const { images } = await loadImageFolder(folder, { size: 1 });
      assert.deepEqual(Array.from(images), [...blue, ...red]);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "links to pictures and folders are followed; a broken or circular one is named",
  async () => {
    const root = await Deno.makeTempDir();
    try {
      Deno.mkdirSync(`${root}/elsewhere`);
      Deno.writeTextFileSync(`${root}/elsewhere/1.png`, "one");
      Deno.mkdirSync(`${root}/set/a`, { recursive: true });
      Deno.symlinkSync(`${root}/elsewhere`, `${root}/set/b`);
      Deno.symlinkSync(`${root}/elsewhere/1.png`, `${root}/set/a/2.png`);
      Deno.symlinkSync(`${root}/none.png`, `${root}/set/a/broken.png`);
      Deno.symlinkSync(`${root}/set`, `${root}/set/a/again`);
      Deno.symlinkSync(root, `${root}/elsewhere/up`);
      const source = await openImageFolder(`${root}/set`);
      const names = [0, 1].map((index) => source.nameOf(index));
      assert.deepEqual(names, ["a/2.png", "b/1.png"]);
      assert.equal(new TextDecoder().decode(await source.read(0)), "one");
      const skipped = source.skipped!.toSorted((a, b) => a.path < b.path ? -1 : 1);
      assert.deepEqual(skipped.map(({ path }) => path), [
        "a/again",
        "a/broken.png",
        "b/up",
      ]);
      assert.match(skipped[0].reason, /a link to a folder that contains it/);
      assert.match(skipped[1].reason, /a link that leads nowhere: /);
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  },
);

testWith(
  { permissions: ["read", "write"] },
  "a picture that went away after the listing is a damaged one, with the system's words",
  () =>
    withFolder({}, async (folder) => {
      Deno.writeTextFileSync(`${folder}/1.png`, "one");
      const source = await openImageFolder(folder);
      Deno.removeSync(`${folder}/1.png`);
      await assert.rejects(source.read(0), {
        name: "DamagedImageError",
        message: /No such file/,
      });
      Deno.renameSync(folder, `${folder}-away`);
      await assert.rejects(source.read(0), Deno.errors.NotFound, "none can be read");
      Deno.renameSync(`${folder}-away`, folder);
    }),
);

for (
  const [error, words] of [
    [Deno.errors.PermissionDenied, /found one that you may not read: .*chmod/],
    [Deno.errors.NotCapable, /found one that Deno may not read: grant --allow-read$/],
  ] as const
) {
  Deno.test(`a folder with ${error.name} says what to do`, async () => {
    // As root, who runs the tests in CI, may read any folder.
    const { readDir } = Deno;
    Deno.readDir = () => {
      throw new error("it was refused");
    };
    try {
      await assert.rejects(openImageFolder("mine"), {
        name: "RangeError",
        message: words,
      });
    } finally {
      Deno.readDir = readDir;
    }
  });
}

testWith(
  { permissions: ["read", "write"] },
  "200,000 pictures in one folder of a folder are listed",
  async () => {
    const root = await Deno.makeTempDir();
    Deno.mkdirSync(`${root}/all`);
    // To write as many files would take longer than all other tests.
    const { readDir } = Deno;
    Deno.readDir = async function* (path) {
      if (path === root) return yield* readDir(root);
      const kind = { isFile: true, isDirectory: false, isSymlink: false };
      for (let i = 0; i < 200_000; i++) yield { name: `${i}.jpg`, ...kind };
    };
    try {
      const { count, nameOf } = await openImageFolder(root);
      assert.deepEqual([count, nameOf(0)], [200_000, "all/0.jpg"]);
    } finally {
      Deno.readDir = readDir;
      await Deno.remove(root, { recursive: true });
    }
  },
);

testWith(
  { permissions },
  "a missing folder, a file and an empty folder each say so",
  () =>
    withFolder({ "one.png": [red] }, async (folder) => {
      const load = (path: string) => loadImageFolder(path, { size: 1 });
      await assert.rejects(load(`${folder}/none`), {
        name: "RangeError",
        message:
          `Cannot load the images of ${folder}/none as it must be a folder that can be ` +
          "read: found nothing there",
      });
      await assert.rejects(
        load(`${folder}/one.png`),
        /must be a folder that can be read: found a file$/,
      );
      Deno.mkdirSync(`${folder}/empty`);
      await assert.rejects(load(`${folder}/empty`), /at least one file .*: found none$/);
      Deno.writeTextFileSync(`${folder}/empty/notes.txt`, "");
      await assert.rejects(load(`${folder}/empty`), /: found none, but notes.txt$/);
      Deno.copyFileSync(`${folder}/one.png`, `${folder}/empty/1.001`);
      await assert.rejects(
        load(`${folder}/empty`),
        /found 1 that cannot, the first 1.001 \(it is a picture, but .* \.001: rename/,
      );
    }),
);

testWith(
  { permissions },
  "pictures both beside and in class folders are refused",
  () =>
    withFolder({ "one.png": [red], "class/two.png": [red] }, async (folder) => {
      await assert.rejects(
        loadImageFolder(folder, { size: 1 }),
        /either in it or in a folder for each class: found 1 in it, the first one\.png, /,
      );
    }),
);

testWith(
  { permissions },
  "300 classes have labels up to 299",
  () =>
    withFolder({ "0/a.png": [red] }, async (folder) => {
      for (let i = 1; i < 300; i++) {
        Deno.mkdirSync(`${folder}/${i}`);
        Deno.copyFileSync(`${folder}/0/a.png`, `${folder}/${i}/a.png`);
      }
      const set = await loadImageFolder(folder, { size: 1 });
      assert.deepEqual(Array.from(set.labels!), Array.from({ length: 300 }, (_, i) => i));
      assert.equal(set.classNames?.length, 300);
    }),
);
