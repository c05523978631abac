import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { catalogue, knownSet, namedSet } from "./catalogue.ts";
import { publishedChecksum } from "./download/published_file.ts";

Deno.test("every set of the catalogue has a name of its own, by which it is found", () => {
  assert.equal(new Set(catalogue.map(({ name }) => name)).size, catalogue.length);
  for (const set of catalogue) {
    assert.match(set.name, /^[a-z]+(-[a-z]+)*$/);
    assert.equal(knownSet(set.name), set);
  }
  assert.equal(knownSet("imagenet"), undefined);
});

Deno.test("namedSet() knows test images by the name with -test, where a set has them", () => {
  for (const set of catalogue) {
    assert.deepEqual(namedSet(set.name), { set });
    const test = set.hasTestSplit ? { set, split: "test" } : undefined;
    assert.deepEqual(namedSet(`${set.name}-test`), test);
  }
  assert.equal(namedSet("imagenet-test"), undefined);
});

for (const { name, files, mirrors, checksumsFrom } of catalogue) {
  Deno.test(`every file of ${name} has a published checksum, its publisher and a mirror`, () => {
    for (const file of files) {
      const checksum = publishedChecksum(file);
      const digits = checksum?.algorithm === "SHA-256" ? 64 : 40;
      assert.match(checksum!.hex, new RegExp(`^[0-9a-f]{${digits}}$`));
      assert.ok(checksumsFrom);
      assert.ok(mirrors.length > 0);
      // What is fetched over http is told from a forgery by its checksum.
      for (const mirror of mirrors) assert.match(mirror, /^https?:\/\/.*\/$/);
    }
  });
}

testWith(
  { permissions: ["read"] },
  "data/README.md says of every set what the catalogue says",
  async () => {
    const readme = await Deno.readTextFile(
      new URL("../../data/README.md", import.meta.url),
    );
    const rows = readme.split("\n").map((line) =>
      line.split("|").map((cell) => cell.trim())
    );
    for (const { name, files, mirrors, count } of catalogue) {
      assert.ok(readme.includes(`\`${name}\``), name);
      if (files.length === 0) continue;
      assert.ok(readme.includes(count.toLocaleString("en")), `${name} has ${count}`);
      for (const mirror of mirrors) {
        // One host that answers to http and https alike is named once.
        assert.ok(readme.includes(mirror.replace(/^https?:/, "")), mirror);
      }
      for (const file of files) {
        const bytes = file.bytes?.toLocaleString("en") ?? "not published";
        const row = [`\`${file.name}\``, bytes, `\`${publishedChecksum(file)!.hex}\``];
        const isThere = rows.some((cells) =>
          row.every((cell, i) => cells[i + 1] === cell)
        );
        assert.ok(isThere, `${name}: ${row.join(" | ")}`);
      }
    }
  },
);
