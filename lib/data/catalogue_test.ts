import assert from "node:assert/strict";
import { catalogue, knownSet } from "./catalogue.ts";
import { publishedChecksum } from "./download/published_file.ts";

Deno.test("every set of the catalogue has a name of its own, by which it is found", () => {
  assert.equal(new Set(catalogue.map(({ name }) => name)).size, catalogue.length);
  for (const set of catalogue) {
    assert.match(set.name, /^[a-z]+(-[a-z]+)*$/);
    assert.equal(knownSet(set.name), set);
  }
  assert.equal(knownSet("imagenet"), undefined);
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
