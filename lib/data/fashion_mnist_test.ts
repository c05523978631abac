import assert from "node:assert/strict";
import { dataFolder, testWith } from "../../test/test_with.ts";
import { fashionMnist, loadFashionMnist } from "./fashion_mnist.ts";
import { findIdxSource } from "./idx_source.ts";
import { selectClass } from "./image_set.ts";

const never: typeof fetch = () => {
  throw new Error("this test must not download");
};

testWith(
  { permissions: ["env", "read"], parts: ["images"] },
  "900 real images are read with their classes, 90 of each, a dress being narrower than a bag",
  async () => {
    const file = (name: string) => ({ name: `sprite900-${name}-ubyte.gz` });
    const split = { images: file("images-idx3"), labels: file("labels-idx1") };
    const sprite = { ...fashionMnist, splits: { train: split, test: split } };
    const { set } = await findIdxSource(sprite, { folder: dataFolder(), fetch: never });
    assert.deepEqual([set!.count, set!.height, set!.width, set!.channels], [
      900,
      28,
      28,
      1,
    ]);
    const widths = ["Dress", "Bag", "Trouser", "Pullover"].map((name) => {
      const { images, count } = selectClass(set!, name);
      assert.equal(count, 90);
      // The share of columns 0 to 6 and 21 to 27 in all that is bright.
      let all = 0, outer = 0;
      images.forEach((value, i) => {
        all += value;
        if (i % 28 < 7 || i % 28 > 20) outer += value;
      });
      return outer / all;
    });
    const [dress, bag, trouser, pullover] = widths;
    assert.ok(dress < bag && trouser < bag && dress < pullover, widths.join(" "));
  },
);

testWith(
  { permissions: ["read", "write"] },
  "MNIST's files, which have the same names, are not taken for Fashion-MNIST's",
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      const { images, labels } = fashionMnist.splits.test;
      Deno.writeFileSync(`${folder}/${images.name}`, new Uint8Array(1_648_877));
      Deno.writeFileSync(`${folder}/${labels.name}`, new Uint8Array(4_542));
      const options = { folder, environment: "", project: folder, download: false };
      await assert.rejects(
        loadFashionMnist({ ...options, split: "test" }),
        /has another set under these names: expected 4422102 bytes in .* found 1648877/,
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

Deno.test({
  name: "where Fashion-MNIST is nowhere, an error says for each place why",
  permissions: "none",
  async fn() {
    await assert.rejects(loadFashionMnist({ folder: "/a", project: "/b" }), {
      name: "RangeError",
      message:
        "Cannot load Fashion-MNIST's train split as its files must be in a folder or on a " +
        "mirror: no permission to read /a, named by the option (--allow-read); " +
        "no permission to read /b, named by the project (--allow-read); " +
        "no permission to write /b/downloads/fashion-mnist (--allow-write)",
    });
  },
});

Deno.test("Fashion-MNIST has three mirrors, ten classes and a whole checksum for each file", () => {
  assert.equal(fashionMnist.mirrors.length, 3);
  for (const mirror of fashionMnist.mirrors) assert.match(mirror, /^https?:\/\/.*\/$/);
  assert.equal(new Set(fashionMnist.classNames).size, 10);
  const splits = Object.values(fashionMnist.splits);
  const files = splits.flatMap((split) => Object.values(split));
  assert.equal(new Set(files.map(({ sha256 }) => sha256)).size, 4);
  for (const { sha256 } of files) assert.match(sha256!, /^[0-9a-f]{64}$/);
});
