import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { fromFileUrl, join } from "@std/path";
import { python, testWith } from "../../test/test_with.ts";
import { loadImages } from "./load_images.ts";
import { openLsun } from "./lsun.ts";
import { openImages, openImageSource } from "./open_image_source.ts";

const fixture = fromFileUrl(new URL("formats/lmdb_fixture.mdb", import.meta.url));

testWith(
  { permissions: ["read"] },
  "openLsun() finds every entry by its number, in any order, under its key",
  async () => {
    const source = await openLsun(fixture);
    assert.equal(source.count, 300);
    const indices = Array.from({ length: 300 }, (_, i) => (i * 7) % 300);
    const keys: string[] = [];
    for (const index of indices) {
      const key = keys[index] = source.nameOf(index);
      const digest = createHash("sha256").update(key).digest();
      const value = await source.read(index);
      assert.ok(value.length >= 20 && value.every((byte, i) => byte === digest[i % 32]));
    }
    assert.deepEqual(keys, keys.toSorted());
    assert.equal(new Set(keys).size, 300);
    assert.throws(() => source.nameOf(300), /'index' must be from 0 to 299/);
    source.close();
  },
);

testWith(
  { permissions: ["read", "write"] },
  "openLsun() says what is missing: the file, or a database in it",
  async () => {
    const folder = await Deno.makeTempDir();
    const refused = (path: string, message: RegExp) =>
      assert.rejects(openLsun(path), { name: "RangeError", message });
    await refused(join(folder, "none"), /none as it must be a file: found nothing there/);
    await refused(folder, /data\.mdb as it must be a file: found nothing there/);
    await Deno.writeFile(join(folder, "data.mdb"), new Uint8Array(10_000));
    await refused(folder, /is no 64-bit LMDB file/);
    const whole = await Deno.readFile(fixture);
    await Deno.writeFile(join(folder, "data.mdb"), whole.subarray(0, 40_000));
    await refused(folder, /is cut off: expected \d+ bytes, found 40000/);
    await Deno.remove(folder, { recursive: true });
  },
);

testWith(
  {
    permissions: ["read", "write", "run", "ffi", "sys", "env"],
    parts: ["lmdb"],
  },
  "photographs in a database that py-lmdb writes, WebP and JPEG, load as images; a damaged one is named",
  async () => {
    const folder = await Deno.makeTempDir();
    const { default: sharp } = await import("sharp");
    const colours = ["red", "green", "blue", "white"];
    for (const [i, background] of colours.entries()) {
      const image = sharp({ create: { width: 40, height: 30, channels: 3, background } });
      const file = await (i % 2 ? image.jpeg() : image.webp({ lossless: true }))
        .toBuffer();
      await Deno.writeFile(join(folder, `${i}`), file);
    }
    await Deno.writeTextFile(join(folder, "4"), "no picture");
    await makeDatabase(folder, ["0", "1", "2", "3", "4"]);
    const source = await openImageSource((await openImages(folder)).location);
    const set = await loadImages(source, { size: 8, largestSkippedShare: 0.2 });
    assert.equal(set.count, 4);
    assert.deepEqual(set.skipped.map(({ path }) => path), ["4"]);
    const means = colours.map((_, i) => [...set.images.subarray(i * 192, i * 192 + 3)]);
    const expected = [[255, 0, 0], [0, 128, 0], [0, 0, 255], [255, 255, 255]];
    expected.flat().forEach((value, i) =>
      assert.ok(Math.abs(means.flat()[i] - value) < 4, `${means}`)
    );
    source.close();
    await Deno.remove(folder, { recursive: true });
  },
);

/** Writes `data.mdb` with the content of files under their names. */
async function makeDatabase(folder: string, names: string[]): Promise<void> {
  const script = `
import lmdb, sys
folder, *names = sys.argv[1:]
with lmdb.open(folder, map_size=2**30) as database, database.begin(write=True) as t:
    for name in names:
        t.put(name.encode(), open(folder + "/" + name, "rb").read())
`;
  const { success, stderr } = await new Deno.Command(python(), {
    args: ["-c", script, folder, ...names],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}
