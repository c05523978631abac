import assert from "node:assert/strict";
import { join } from "@std/path";
import { makeZip } from "../../../test/make_zip.ts";
import { DECODES, makePictureFolder, pictureName } from "../../../test/picture_folder.ts";
import { testWith } from "../../../test/test_with.ts";
import { openCeleba } from "../celeba.ts";
import { openImageFolder } from "../image_folder.ts";
import type { ImageSource } from "../image_source.ts";
import { openImageZip } from "../image_zip.ts";
import { openLsun } from "../lsun.ts";
import { sourceFingerprint } from "./source_fingerprint.ts";

testWith(
  DECODES,
  "a fingerprint changes with a picture's name, class, length and, if asked, time",
  async () => {
    await using folder = await makePictureFolder({ count: 4 });
    const [first, second] = [0, 1].map((i) => join(folder.path, pictureName(i)));
    const take = async (times: boolean) =>
      await sourceFingerprint(await openImageFolder(folder.path), { times });
    const seen = new Set<string>();
    const expectNew = async () => {
      const print = await take(false);
      assert.ok(!seen.has(print));
      seen.add(print);
    };
    await expectNew();
    const [plain, exact] = [await take(false), await take(true)];
    await Deno.utime(first, 1e9, 1e9);
    assert.equal(await take(false), plain);
    assert.notEqual(await take(true), exact);
    await Deno.writeFile(first, new Uint8Array(1), { append: true });
    await expectNew();
    await Deno.rename(first, join(folder.path, "even/9999.jpg"));
    await expectNew();
    await Deno.rename(second, join(folder.path, "even/0001.jpg"));
    await expectNew();
  },
);

testWith(DECODES, "a fingerprint stays the same where a folder moves", async () => {
  const folder = await makePictureFolder({ count: 3 });
  const before = await sourceFingerprint(await openImageFolder(folder.path), {
    times: true,
  });
  const moved = `${folder.path}-moved`;
  await Deno.rename(folder.path, moved);
  try {
    const source = await openImageFolder(moved);
    assert.equal(await sourceFingerprint(source, { times: true }), before);
  } finally {
    await Deno.remove(moved, { recursive: true });
  }
});

/** Two faces in CelebA's archive, or unpacked as Hands-On GANs has them. */
async function makeCeleba({ isPacked }: { isPacked: boolean }) {
  const path = await Deno.makeTempDir();
  const faces = [1, 2].map((i) => ({
    name: `img_align_celeba/00000${i}.jpg`,
    content: `face ${i}`,
  }));
  if (isPacked) await Deno.writeFile(join(path, "img_align_celeba.zip"), makeZip(faces));
  else {
    await Deno.mkdir(join(path, "img_align_celeba"));
    for (const { name, content } of faces) {
      await Deno.writeTextFile(join(path, name), content);
    }
  }
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

async function celebaFingerprint(path: string): Promise<string> {
  using source = closing(await openCeleba(path, { images: 2 }));
  return await sourceFingerprint(source.source, { times: true });
}

const closing = (source: ImageSource) => ({
  source,
  [Symbol.dispose]: () => source.close(),
});

testWith(
  DECODES,
  "files beside CelebA's archive, LSUN's database or a folder's pictures change no fingerprint",
  async () => {
    await using celeba = await makeCeleba({ isPacked: true });
    await using folder = await makePictureFolder({ count: 3 });
    const lsun = await Deno.makeTempDir();
    await Deno.copyFile(
      new URL("../formats/lmdb_fixture.mdb", import.meta.url),
      join(lsun, "data.mdb"),
    );
    try {
      const places = [
        { path: celeba.path, open: () => openCeleba(celeba.path, { images: 2 }) },
        { path: lsun, open: () => openLsun(lsun) },
        { path: folder.path, open: () => openImageFolder(folder.path) },
      ];
      for (const { path, open } of places) {
        const take = async () => {
          using opened = closing(await open());
          return await sourceFingerprint(opened.source, { times: true });
        };
        const before = await take();
        await Deno.writeTextFile(join(path, "notes.txt"), "mine");
        await Deno.writeTextFile(join(path, "pictures.cache"), "decoded");
        assert.equal(await take(), before, path);
      }
    } finally {
      await Deno.remove(lsun, { recursive: true });
    }
  },
);

testWith(
  { permissions: ["read", "write"] },
  "a face that is overwritten in CelebA's unpacked folder changes the fingerprint with times",
  async () => {
    await using celeba = await makeCeleba({ isPacked: false });
    const before = await celebaFingerprint(celeba.path);
    assert.equal(await celebaFingerprint(celeba.path), before);
    const face = join(celeba.path, "img_align_celeba", "000002.jpg");
    await Deno.writeTextFile(face, "FACE 2");
    await Deno.utime(face, 1e9, 1e9);
    assert.notEqual(await celebaFingerprint(celeba.path), before);
  },
);

testWith(
  { permissions: ["read", "write"] },
  "CelebA has one fingerprint by its folder and by its archive's own path",
  async () => {
    await using celeba = await makeCeleba({ isPacked: true });
    const archive = join(celeba.path, "img_align_celeba.zip");
    using plain = closing(openImageZip(archive));
    assert.equal(
      await sourceFingerprint(plain.source, { times: true }),
      await celebaFingerprint(celeba.path),
    );
  },
);
