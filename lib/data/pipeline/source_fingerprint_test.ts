import assert from "node:assert/strict";
import { join } from "@std/path";
import { DECODES, makePictureFolder, pictureName } from "../../../test/picture_folder.ts";
import { testWith } from "../../../test/test_with.ts";
import { openImageFolder } from "../image_folder.ts";
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
