import assert from "node:assert/strict";
import { testWith } from "../../../test/test_with.ts";
import { PartialFile } from "./partial_file.ts";

const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const text = (words: string) => new TextEncoder().encode(words);

const partialTest = (name: string, test: (target: string) => Promise<void>) =>
  testWith({ permissions: ["read", "write"] }, name, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await test(`${folder}/abc`);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });

const namesBeside = (target: string) =>
  Array.from(Deno.readDirSync(target.replace(/\/abc$/, "")), ({ name }) => name).sort();

partialTest(
  "a PartialFile goes on where another ended, its checksum too",
  async (target) => {
    const first = await PartialFile.open(target, "SHA-256");
    await first.append(text("a"));
    const origin = { url: "http://localhost/abc", validator: '"one"' };
    await first.remember(origin);
    await first.close();
    assert.deepEqual(namesBeside(target), ["abc.partial", "abc.partial.json"]);
    const second = await PartialFile.open(target, "SHA-256");
    assert.equal(second.bytes, 1);
    assert.deepEqual(second.origin, origin);
    await second.append(text("bc"));
    assert.equal(second.digest(), abc);
    await second.complete(target);
    assert.deepEqual(namesBeside(target), ["abc"]);
    assert.equal(await Deno.readTextFile(target), "abc");
  },
);

partialTest("a PartialFile that begins anew keeps nothing of before", async (target) => {
  await Deno.writeTextFile(`${target}.partial`, "something longer");
  const partial = await PartialFile.open(target, "SHA-256");
  await partial.remember({ url: "http://localhost/abc", validator: null });
  await partial.restart();
  assert.equal(partial.bytes, 0);
  assert.equal(partial.origin, null);
  await partial.append(text("abc"));
  assert.equal(partial.digest(), abc);
  await partial.complete(target);
  assert.equal(await Deno.readTextFile(target), "abc");
});

partialTest(
  "a PartialFile says how much it is about to read, and stops at its signal",
  async (target) => {
    const said: number[] = [];
    const onReading = (bytes: number) => said.push(bytes);
    await (await PartialFile.open(target, "SHA-256", { onReading })).close();
    assert.deepEqual(said, []);
    await Deno.writeTextFile(`${target}.partial`, "ab");
    const signal = AbortSignal.abort(new Error("enough"));
    await assert.rejects(
      PartialFile.open(target, "SHA-256", { onReading, signal }),
      /enough/,
    );
    assert.deepEqual(said, [2]);
    assert.equal(await Deno.readTextFile(`${target}.partial`), "ab");
  },
);

partialTest("a PartialFile without a byte leaves nothing", async (target) => {
  const partial = await PartialFile.open(target, "SHA-1");
  await partial.remember({ url: "http://localhost/abc", validator: null });
  await partial.close();
  assert.deepEqual(namesBeside(target), []);
});

for (
  const broken of ["", '{"url": "http', "null", '{"url": 3}', '{"url":"a","validator":1}']
) {
  partialTest(
    `a PartialFile does not know its origin from '${broken}'`,
    async (target) => {
      await Deno.writeTextFile(`${target}.partial`, "a");
      await Deno.writeTextFile(`${target}.partial.json`, broken);
      const partial = await PartialFile.open(target, "SHA-256");
      assert.equal(partial.origin, null);
      assert.equal(partial.bytes, 1);
      await partial.close();
    },
  );
}
