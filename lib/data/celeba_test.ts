import assert from "node:assert/strict";
import { makeZip } from "../../test/make_zip.ts";
import { testWith } from "../../test/test_with.ts";
import { celeba, openCeleba } from "./celeba.ts";
import { loadImages } from "./load_images.ts";
import { openImageSource } from "./open_image_source.ts";

/** All that the native decoder asks for. */
const permissions: Deno.PermissionName[] = ["read", "write", "env", "sys", "ffi"];

const attributes = `4
Male Smiling
000001.jpg -1  1
000002.jpg  1 -1
000003.jpg  1  1
000004.jpg -1 -1
`;
const partition = "000001.jpg 0\n000002.jpg 1\n000003.jpg 0\n000004.jpg 2\n";

/** A picture of CelebA's shape, of one grey that tells its number. */
async function face(number: number): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  const background = { r: 50 * number, g: 50 * number, b: 50 * number };
  const create = { width: 178, height: 218, channels: 3, background } as const;
  return await sharp({ create }).jpeg().toBuffer();
}

const nameOf = (number: number) => `${number}.jpg`.padStart(10, "0");

/** CelebA with four faces, as a folder of its published files. */
async function withCeleba(
  test: (folder: string) => Promise<void>,
  files: Record<string, string> = {},
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const parts = [];
    for (const number of [3, 1, 4, 2]) {
      const name = `img_align_celeba/${nameOf(number)}`;
      parts.push({ name, content: await face(number) });
    }
    Deno.writeFileSync(`${folder}/img_align_celeba.zip`, makeZip(parts));
    for (const [name, text] of Object.entries(files)) {
      Deno.writeTextFileSync(`${folder}/${name}`, text);
    }
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const lists = {
  "list_attr_celeba.txt": attributes,
  "list_eval_partition.txt": partition,
};

testWith(
  { permissions },
  "faces come from the archive in the order of their numbers, with their attributes",
  () =>
    withCeleba(async (folder) => {
      for (const path of [folder, `${folder}/img_align_celeba.zip`]) {
        const source = await openCeleba(path, { images: 4 });
        const set = await loadImages(source, { size: 64 });
        assert.equal(set.labels, null);
        const greys = [0, 1, 2, 3].map((i) => set.images[i * 64 * 64 * 3 + 6_000]);
        greys.forEach((grey, i) =>
          assert.ok(Math.abs(grey - 50 * (i + 1)) < 3, `${greys}`)
        );
        assert.deepEqual(set.attributesOf!(1), { Male: true, Smiling: false });
        assert.deepEqual(set.attributesOf!(2), { Male: true, Smiling: true });
        assert.deepEqual([set.skipped, set.remarks], [[], []]);
        source.close();
      }
    }, lists),
);

testWith(
  { permissions },
  "a split has its own faces with their own attributes, here and at its location",
  () =>
    withCeleba(async (folder) => {
      const source = await openCeleba(folder, { split: "train", images: 4 });
      const again = await openImageSource(JSON.parse(JSON.stringify(source.location)));
      for (const { count, nameOf, attributesOf, origin } of [source, again]) {
        assert.equal(count, 2);
        assert.deepEqual([nameOf(0), nameOf(1)], [
          "img_align_celeba/000001.jpg",
          "img_align_celeba/000003.jpg",
        ]);
        assert.deepEqual(attributesOf!(1), { Male: true, Smiling: true });
        assert.match(origin, /^CelebA, train split, /);
      }
      assert.deepEqual(await again.read(1), await source.read(1));
      const test = await openCeleba(folder, { split: "test", images: 4 });
      assert.deepEqual([test.count, test.nameOf(0)], [1, "img_align_celeba/000004.jpg"]);
      for (const opened of [source, again, test]) opened.close();
    }, lists),
);

testWith(
  { permissions },
  "without its lists CelebA has faces and no attributes; unpacked as Hands-On GANs has it, the same faces",
  () =>
    withCeleba(async (folder) => {
      const packed = await openCeleba(folder, { images: 4 });
      assert.equal(packed.attributesOf, undefined);
      await assert.rejects(
        openCeleba(folder, { images: 4, split: "test" }),
        /split as list_eval_partition.txt must stand in .*: found no such file$/,
      );
      const files = await Promise.all([0, 1, 2, 3].map((i) => packed.read(i)));
      packed.close();
      Deno.removeSync(`${folder}/img_align_celeba.zip`);
      await assert.rejects(openCeleba(folder), /must hold .*: found neither$/);
      Deno.mkdirSync(`${folder}/img_align_celeba`);
      files.forEach((file, i) =>
        Deno.writeFileSync(`${folder}/img_align_celeba/${nameOf(i + 1)}`, file)
      );
      const unpacked = await openCeleba(folder, { images: 4 });
      assert.deepEqual(await unpacked.read(2), new Uint8Array(files[2]));
    }),
);

testWith(
  { permissions },
  "the lists with commas that Kaggle gives out say the same",
  () => {
    const csv = (text: string, header: string) =>
      [header, ...text.trim().split("\n").slice(-4)].join("\n").replaceAll(/ +/g, ",");
    const files = {
      "list_attr_celeba.csv": csv(attributes, "image_id Male Smiling"),
      "list_eval_partition.csv": csv(partition, "image_id partition"),
    };
    return withCeleba(async (folder) => {
      const source = await openCeleba(folder, { images: 4, split: "train" });
      assert.equal(source.count, 2);
      assert.deepEqual(source.attributesOf!(0), { Male: false, Smiling: true });
      source.close();
    }, files);
  },
);

testWith(
  { permissions },
  "other numbers of pictures or rows than published are refused",
  () =>
    withCeleba(async (folder) => {
      await assert.rejects(
        openCeleba(folder),
        /must have exactly 202599 pictures: found 4\. A part of it opens by its path/,
      );
      const write = (name: string, text: string) =>
        Deno.writeTextFileSync(`${folder}/${name}`, text);
      write("list_attr_celeba.txt", "1\nMale\n000001.jpg 1\n");
      const open = () => openCeleba(folder, { images: 4, split: "train" });
      await assert.rejects(open(), /list_attr.* must have exactly 4 rows: found 1$/);
      write("list_attr_celeba.txt", attributes.replace("000004", "000005"));
      await assert.rejects(open(), /a row for each picture: found none of 000004.jpg$/);
      write("list_attr_celeba.txt", attributes);
      write("list_eval_partition.txt", "000001.jpg 0\n");
      await assert.rejects(
        open(),
        /partition.txt as it must have exactly 4 rows: found 1$/,
      );
    }, lists),
);

Deno.test("CelebA's files have lengths and whole checksums", () => {
  const files = Object.values(celeba.files);
  assert.equal(new Set(files.map(({ sha256 }) => sha256)).size, 3);
  for (const { sha256, bytes } of files) {
    assert.match(sha256!, /^[0-9a-f]{64}$/);
    assert.ok(bytes! > 2_000_000);
  }
});
