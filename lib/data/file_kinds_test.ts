import assert from "node:assert/strict";
import { FileKinds } from "./file_kinds.ts";

const gif = () => new TextEncoder().encode("GIF89a");
const text = () => new TextEncoder().encode("MIT License");
const unread = () => assert.fail("it must not be opened");

Deno.test("the ending decides where it is a picture's, and no file is opened for it", () => {
  const kinds = new FileKinds();
  assert.equal(kinds.kindOf("a/1.JPG", unread), "picture");
  assert.deepEqual(kinds.kindOf("a/1.bmp", unread), {
    reason: "pictures of the kind bmp are not read: save it as PNG or JPEG",
  });
});

Deno.test("the first bytes decide where there is no ending", () => {
  const kinds = new FileKinds();
  for (let i = 0; i < 100; i++) assert.equal(kinds.kindOf(`a.b/${i}`, text), "other");
  assert.equal(kinds.kindOf("a.b/cat", gif), "picture");
});

Deno.test("a picture with another ending is left out and named, also after others of it", () => {
  const kinds = new FileKinds();
  const reason =
    "it is a picture, but its name ends in .bak: rename it to .jpg, .png or the like to use it";
  for (let i = 0; i < 19; i++) assert.equal(kinds.kindOf(`${i}.bak`, text), "other");
  assert.deepEqual(kinds.kindOf("19.bak", gif), { reason });
  for (let i = 0; i < 50; i++) assert.equal(kinds.kindOf(`${i}.bak`, text), "other");
  assert.deepEqual(kinds.kindOf("20.bak", gif), { reason });
});

Deno.test("of an ending with 20 files that are no pictures no further one is opened", () => {
  const kinds = new FileKinds();
  for (let i = 0; i < 20; i++) assert.equal(kinds.kindOf(`${i}.txt`, text), "other");
  assert.equal(kinds.kindOf("20.txt", unread), "other");
  assert.equal(kinds.kindOf("readme.md", text), "other", "another ending is looked into");
});

Deno.test("a file that cannot be read is left out with the system's words", () => {
  const refuse = () => {
    throw new Deno.errors.PermissionDenied("not yours");
  };
  assert.deepEqual(new FileKinds().kindOf("cat", refuse), {
    reason: "it cannot be read: not yours",
  });
});
