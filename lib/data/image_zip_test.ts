import assert from "node:assert/strict";
import { makeZip, type ZipPart } from "../../test/make_zip.ts";
import { dataFolder, testWith } from "../../test/test_with.ts";
import type { ImageSource } from "./image_source.ts";
import { openImageZip } from "./image_zip.ts";
import { loadImages } from "./load_images.ts";

async function withZip(
  bytes: Uint8Array,
  test: (path: string) => void | Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".zip" });
  try {
    await Deno.writeFile(path, bytes);
    await test(path);
  } finally {
    await Deno.remove(path);
  }
}

const permissions: Deno.PermissionName[] = ["read", "write"];

function names(source: ImageSource): string[] {
  return Array.from({ length: source.count }, (_, i) => source.nameOf(i));
}

testWith(
  { permissions },
  "an archive's folders are classes; folders around them, hidden and Mac's files are none",
  () =>
    withZip(
      makeZip([
        { name: "set/", method: 0 },
        { name: "set/b/2.png", content: "two" },
        { name: "set/a/1.JPG", content: "one" },
        { name: "set/a/.hidden.png" },
        { name: "set/notes.txt" },
        { name: "__MACOSX/set/a/._1.JPG" },
      ]),
      async (path) => {
        const source = openImageZip(path);
        assert.deepEqual(names(source), ["set/a/1.JPG", "set/b/2.png"]);
        assert.deepEqual(source.classNames, ["a", "b"]);
        assert.equal(source.labelOf(1), 1);
        assert.equal(new TextDecoder().decode(await source.read(1)), "two");
        assert.deepEqual(source.skipped, []);
        source.close();
      },
    ),
);

testWith(
  { permissions },
  "a picture without an ending is read, stored or deflated; with another ending it is named",
  () => {
    const gif = "GIF89a and so on";
    const parts = [
      { name: "a/", method: 0 },
      { name: "a/1", content: gif },
      { name: "a/2", content: gif, method: 0 },
      { name: "a/3.dat", content: gif },
      { name: "a/LICENSE", content: "MIT License" },
      { name: "../out", content: gif },
      { name: "a/link", content: gif, mode: 0o120777 },
      { name: "a/secret", content: gif, flags: 1 },
    ];
    return withZip(makeZip(parts), async (path) => {
      const source = openImageZip(path);
      assert.deepEqual(names(source), ["a/1", "a/2"]);
      assert.equal(new TextDecoder().decode(await source.read(0)), gif);
      assert.deepEqual(source.skipped!.map(({ path }) => path), ["a/3.dat", "a/secret"]);
      assert.match(
        source.skipped![0].reason,
        /^it is a picture, but .* in \.dat: rename/,
      );
      assert.match(source.skipped![1].reason, /^it cannot be read: .* is encrypted/);
      source.close();
    });
  },
);

testWith(
  { permissions },
  "what an archive must not hold is named with its reason, and the rest is read",
  () => {
    const bad: [ZipPart, RegExp][] = [
      [{ name: "../out.png" }, /leads out of the archive/],
      [{ name: "/etc/a.png" }, /path is absolute/],
      [{ name: "link.png", content: "/etc/passwd", mode: 0o120777 }, /it is a link/],
      [{ name: "secret.png", flags: 1 }, /it is encrypted/],
      [{ name: "packed.png", method: 14 }, /packed by method 14/],
      [{ name: "bomb.png", content: new Uint8Array(3e6) }, /may be a zip bomb/],
      [{ name: "huge.png", size: 2 ** 31 }, /it is too large: expected at most/],
      [{ name: "good.png", content: "other" }, /occurs twice in the archive: the first/],
    ];
    const good = { name: "good.png", content: "good" };
    return withZip(makeZip([good, ...bad.map(([part]) => part)]), async (path) => {
      const source = openImageZip(path);
      assert.deepEqual(names(source), ["good.png"]);
      assert.equal(new TextDecoder().decode(await source.read(0)), "good");
      assert.deepEqual(
        source.skipped!.map(({ path }) => path),
        bad.map(([{ name }]) => name),
      );
      bad.forEach(([, reason], i) => assert.match(source.skipped![i].reason, reason));
      source.close();
    });
  },
);

testWith(
  { permissions },
  "a picture whose bytes have changed is a damaged one, and the next is read",
  () =>
    withZip(
      makeZip([{ name: "1.png", content: "one", crc: 1 }, {
        name: "2.png",
        content: "2",
      }]),
      async (path) => {
        const source = openImageZip(path);
        await assert.rejects(source.read(0), {
          name: "DamagedImageError",
          message: /^Cannot read 1.png of .* as its bytes have changed: expected CRC-32/,
        });
        assert.equal((await source.read(1)).length, 1);
        source.close();
      },
    ),
);

testWith(
  { permissions },
  "an archive without a picture, or with none that can be read, says what it found",
  async () => {
    const open = (path: string) => {
      assert.throws(() => openImageZip(path), { name: "RangeError", message });
    };
    let message = /at least one file that ends in .*: found none$/;
    await withZip(makeZip([{ name: "notes.txt" }]), open);
    message = /found 1 that cannot, the first a.heic \(pictures of the kind heic are not/;
    await withZip(makeZip([{ name: "a.heic" }]), open);
    message =
      /at least one that can be read: found 1 that cannot, the first a.png \(it is e/;
    await withZip(makeZip([{ name: "a.png", flags: 1 }]), open);
    message = /it is no zip archive/;
    await withZip(new TextEncoder().encode("<html>"), open);
  },
);

testWith(
  { permissions: ["env", "read", "write", "sys", "ffi"], parts: ["images"] },
  "the real archive of CIFAR-10 images is listed by class, and decoded without unpacking",
  async () => {
    const source = openImageZip(`${dataFolder()}/cifar10-automobile-horse-ship.zip`);
    assert.equal(source.count, 15_000);
    assert.deepEqual(source.classNames, ["automobile", "horse", "ship"]);
    assert.deepEqual([source.skipped, source.remarks], [[], []]);
    const sizes = [0, 0, 0];
    for (let i = 0; i < source.count; i++) sizes[source.labelOf(i)!]++;
    assert.deepEqual(sizes, [5_000, 5_000, 5_000]);
    // One in thirty: the whole takes long on a busy machine.
    const some: ImageSource = {
      ...source,
      count: 500,
      nameOf: (index) => source.nameOf(30 * index),
      labelOf: (index) => source.labelOf(30 * index),
      read: (index) => source.read(30 * index),
    };
    const set = await loadImages(some, { size: 32 });
    assert.deepEqual([set.count, set.width, set.skipped.length], [500, 32, 0]);
    const mean = set.images.reduce((a, b) => a + b, 0) / set.images.length;
    assert.ok(mean > 110 && mean < 135, `the mean is ${mean}`);
    source.close();
  },
);
