import assert from "node:assert/strict";
import { measureDrawing } from "./drawing.ts";

Deno.test("digits and faces are drawn at a finite speed, digits faster", () => {
  const [digits, faces] = measureDrawing({ count: 200 });
  assert.equal(digits.name, "digits");
  assert.equal(faces.name, "faces");
  assert.ok(Number.isFinite(faces.imagesPerSecond) && faces.imagesPerSecond > 0);
  // 784 bytes against 12,288.
  assert.ok(digits.imagesPerSecond > faces.imagesPerSecond);
});
