import assert from "node:assert/strict";
import { type ImageSource, leftOut, type SourceLocation } from "./image_source.ts";

Deno.test("a location goes through JSON and a structured clone unchanged", () => {
  const location: SourceLocation = { kind: "zip", path: "images.zip" };
  const source: Pick<ImageSource, "location"> = { location };
  assert.deepEqual(JSON.parse(JSON.stringify(source.location)), location);
  assert.deepEqual(structuredClone(source.location), location);
});

Deno.test("leftOut() names the first of what a source left out, and nothing where all is in", () => {
  const source = { skipped: [{ path: "a.png", reason: "it is a link" }] } as ImageSource;
  assert.equal(leftOut(source), ", and 1 left out, the first a.png (it is a link)");
  assert.equal(leftOut({} as ImageSource), "");
});
