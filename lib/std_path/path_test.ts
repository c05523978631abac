import assert from "node:assert/strict";
import { basename, dirname, extname, fromFileUrl, join, toFileUrl } from "@std/path";

Deno.test("@std/path resolves to the stand-in and joins as the published package does", () => {
  assert.equal(
    join("data", "..", "notebooks", "10_leaky_relu.ipynb"),
    "notebooks/10_leaky_relu.ipynb",
  );
  assert.equal(basename("a/b.png", ".png"), "b");
  assert.equal(dirname("a/b.png"), "a");
  assert.equal(extname("a/b.png"), ".png");
});

Deno.test("@std/path converts a file URL and back, spaces included", () => {
  assert.equal(fromFileUrl("file:///a%20b/c"), "/a b/c");
  assert.equal(toFileUrl("/a b/c").href, "file:///a%20b/c");
});
