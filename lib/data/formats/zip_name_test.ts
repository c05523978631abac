import assert from "node:assert/strict";
import { unsafeName, zipName } from "./zip_name.ts";

Deno.test("names are UTF-8 where they can be, else code page 437", () => {
  const utf8 = new TextEncoder().encode("Bär/ß.png");
  assert.equal(zipName(utf8, true), "Bär/ß.png");
  assert.equal(zipName(utf8, false), "Bär/ß.png");
  // B, 0x84 = ä, r: no UTF-8.
  assert.equal(zipName(Uint8Array.of(66, 0x84, 114), false), "Bär");
  const all = zipName(Uint8Array.from({ length: 256 }, (_, i) => i), false);
  assert.deepEqual([all.length, all[0x80], all[0xe1], all[0xff]], [
    256,
    "Ç",
    "ß",
    "\u00a0",
  ]);
});

Deno.test("names that leave the archive are unsafe, however they do it", () => {
  const unsafe = [
    "/etc/a.png",
    "\\a.png",
    "C:\\a.png",
    "c:a.png",
    "../a.png",
    "a/../../b",
  ];
  for (const name of [...unsafe, "a\\..\\b", "a\0.png"]) {
    assert.equal(typeof unsafeName(name), "string", name);
  }
  for (const name of ["a.png", "a/b.png", "..a.png", "a..b/c.png", "ab:c.png"]) {
    assert.equal(unsafeName(name), null, name);
  }
});
