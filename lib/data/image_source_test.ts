import assert from "node:assert/strict";
import type { ImageSource, SourceLocation } from "./image_source.ts";

Deno.test("a location goes through JSON and a structured clone unchanged", () => {
  const location: SourceLocation = { kind: "zip", path: "images.zip" };
  const source: Pick<ImageSource, "location"> = { location };
  assert.deepEqual(JSON.parse(JSON.stringify(source.location)), location);
  assert.deepEqual(structuredClone(source.location), location);
});
