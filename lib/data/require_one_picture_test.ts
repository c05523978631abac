import assert from "node:assert/strict";
import { requireOnePicture } from "./require_one_picture.ts";

Deno.test("only where every picture was left out the first is named with its reason", () => {
  const skipped = [{ path: "1.bmp", reason: "not read" }, { path: "2", reason: "link" }];
  requireOnePicture(0, [], "mine");
  requireOnePicture(1, skipped, "mine");
  assert.throws(() => requireOnePicture(0, skipped, "mine"), {
    name: "RangeError",
    message: "Cannot load the images of mine as it must have at least one that can be " +
      "read: found 2 that cannot, the first 1.bmp (not read)",
  });
});
