import assert from "node:assert/strict";
import { dataFolder, testWith } from "../../test/test_with.ts";
import { drawDigits } from "./digits.ts";
import { loadMnist, mnist } from "./mnist.ts";

async function md5(bytes: Uint8Array): Promise<string> {
  const { createHash } = await import("node:crypto");
  return createHash("md5").update(bytes).digest("hex");
}

testWith(
  { permissions: ["env", "read"], parts: ["mnist"] },
  "loadMnist() reads the real test split from DCGAN_DATA, bytes as published",
  async () => {
    const lines: string[] = [];
    const set = await loadMnist({ split: "test", log: (line) => lines.push(line) });
    assert.deepEqual([set.count, set.height, set.width, set.channels], [
      10_000,
      28,
      28,
      1,
    ]);
    // The published MD5 of the unpacked file, whose first 16 bytes are the header.
    const header = [0, 0, 8, 3, 0, 0, 0x27, 0x10, 0, 0, 0, 28, 0, 0, 0, 28];
    const file = Uint8Array.from([...header, ...set.images]);
    assert.equal(await md5(file), "2646ac647ad5339dbf082846283269ea");
    assert.deepEqual(Array.from(set.labels!.slice(0, 5)), [7, 2, 1, 0, 4]);
    const classSizes = set.classNames!.map((_, digit) =>
      set.labels!.filter((label) => label === digit).length
    );
    assert.deepEqual(classSizes, [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    assert.deepEqual(lines, [
      `MNIST, test split, 10000 images from ${dataFolder()}/mnist`,
    ]);
  },
);

for (const split of ["train", "test"] as const) {
  Deno.test({
    name:
      `without permissions the embedded digits stand in for the ${split} split, in one line`,
    permissions: "none",
    async fn() {
      const lines: string[] = [];
      const log = (line: string) => lines.push(line);
      const set = await loadMnist({ split, project: "/data", log });
      const expected = split === "train"
        ? drawDigits({ count: 10_000, seed: 1 })
        : drawDigits({ count: 2_000, seed: 2 });
      assert.deepEqual(set, expected);
      assert.deepEqual(lines, [
        `${set.origin}, stand in for MNIST's ${split} split: no permission to read ` +
        "/data, named by the project (--allow-read); no permission to write " +
        "/data/downloads/mnist (--allow-write)",
      ]);
    },
  });
}

testWith(
  { permissions: ["read", "write"] },
  "the embedded digits stand in where the mirrors have other bytes, and none is kept",
  async () => {
    const project = await Deno.makeTempDir();
    const lines: string[] = [];
    try {
      const set = await loadMnist({
        environment: "",
        project,
        fetch: () => Promise.resolve(new Response("<html>Please sign in</html>")),
        log: (line) => lines.push(line),
      });
      assert.match(set.origin, /^embedded digits/);
      assert.match(
        lines[0],
        /Cannot download train-images-idx3-ubyte.gz .* sent a web page where a file was/,
      );
      assert.deepEqual(Array.from(Deno.readDirSync(`${project}/downloads/mnist`)), []);
    } finally {
      await Deno.remove(project, { recursive: true });
    }
  },
);

Deno.test("MNIST has at least two mirrors, over https, and a whole checksum for each file", () => {
  assert.ok(mnist.mirrors.length >= 2);
  for (const mirror of mnist.mirrors) assert.match(mirror, /^https:\/\/.*\/$/);
  const files = Object.values(mnist.splits).flatMap((split) => Object.values(split));
  assert.equal(new Set(files.map(({ sha256 }) => sha256)).size, 4);
  for (const { sha256 } of files) assert.match(sha256!, /^[0-9a-f]{64}$/);
});
