import assert from "node:assert/strict";
import { sureByClass, sureNames } from "./sure_classes.ts";

const read = {
  labels: Uint16Array.of(2, 0, 2, 2),
  confidences: Float32Array.of(.75, 1, .5, .875),
};

Deno.test("sureByClass() sorts sure images by class and leaves doubtful ones out, by hand", () => {
  assert.deepEqual(sureByClass(read, { classes: 3, confidence: .75 }), [[1], [], [0, 3]]);
  assert.deepEqual(sureByClass(read, { classes: 3, confidence: 1 }), [[1], [], []]);
});

Deno.test("sureNames() has a question mark where the classifier is not sure", () => {
  assert.deepEqual(sureNames(read, { confidence: .75 }), ["2", "0", "?", "2"]);
  assert.deepEqual(sureNames(read, { confidence: .25 }), ["2", "0", "2", "2"]);
});
