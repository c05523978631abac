import assert from "node:assert/strict";
import { testWith } from "../../../test/test_with.ts";
import { openRandomAccess, randomAccessTo } from "./random_access.ts";

testWith(
  { permissions: ["read", "write"] },
  "any part of a file is read, in any order, as from the array with the same bytes",
  () => {
    const path = Deno.makeTempFileSync();
    try {
      const bytes = Uint8Array.from({ length: 1_000 }, (_, i) => i);
      Deno.writeFileSync(path, bytes);
      const file = openRandomAccess(path), array = randomAccessTo(bytes);
      assert.deepEqual([file.length, file.name], [1_000, path]);
      for (const [start, length] of [[990, 10], [0, 3], [500, 0], [3, 900], [0, 1_000]]) {
        assert.deepEqual(file.read(start, length), array.read(start, length));
        assert.deepEqual(array.read(start, length), bytes.slice(start, start + length));
      }
      Deno.truncateSync(path, 10);
      assert.throws(() => file.read(5, 10), /cut off or damaged: .* 15 .*, found 10$/);
      file.close();
    } finally {
      Deno.removeSync(path);
    }
  },
);

Deno.test("a part that is not within the bytes is refused before anything is allocated", () => {
  const access = randomAccessTo(new Uint8Array(10), "toy");
  for (
    const [start, length] of [[0, 11], [10, 1], [-1, 2], [0, -1], [0, NaN], [2 ** 60, 1]]
  ) {
    assert.throws(() => access.read(start, length), {
      name: "RangeError",
      message: /^Cannot read toy as it is cut off or damaged: expected .* found 10$/,
    });
  }
});

testWith(
  { permissions: ["read", "write"] },
  "a missing file and a folder say so",
  () => {
    const folder = Deno.makeTempDirSync();
    try {
      assert.throws(
        () => openRandomAccess(`${folder}/x`),
        /must be a file: found nothing/,
      );
      assert.throws(() => openRandomAccess(folder), /must be a file: found a folder$/);
    } finally {
      Deno.removeSync(folder);
    }
  },
);

Deno.test({
  name: "a file that may not be read says what to grant",
  permissions: "none",
  fn() {
    assert.throws(
      () => openRandomAccess("images.zip"),
      /must be a file: found one that Deno may not read: grant --allow-read$/,
    );
  },
});
