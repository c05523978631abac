import assert from "node:assert/strict";
import { nearestName } from "./nearest_name.ts";

const KNOWN = ["batchSize", "adam.learningRate", "adam.beta1", "adam.beta2", "epochs"];

Deno.test("nearestName() finds what a swapped, lost or doubled letter meant", () => {
  assert.equal(nearestName("bacthSize", KNOWN), "batchSize");
  assert.equal(nearestName("epoch", KNOWN), "epochs");
  assert.equal(nearestName("adam.betta2", KNOWN), "adam.beta2");
  assert.equal(nearestName("BATCHSIZE", KNOWN), "batchSize");
});

Deno.test("nearestName() finds a name by its part after the dot, under another part, or by its beginning", () => {
  assert.equal(nearestName("beta1", KNOWN), "adam.beta1");
  assert.equal(nearestName("batch", KNOWN), "batchSize");
  assert.equal(nearestName("optimiser.learningrate", KNOWN), "adam.learningRate");
});

Deno.test("nearestName() counts two swapped letters as one mistake", () => {
  assert.equal(nearestName("szie", ["safe", "size"]), "size");
  assert.equal(nearestName("cake", ["safe", "size"]), null);
});

Deno.test("nearestName() takes the first of equally near names", () => {
  assert.equal(nearestName("adam.beta", KNOWN), "adam.beta1");
});

Deno.test("nearestName() takes the whole name before its part after the dot", () => {
  assert.equal(nearestName("rate", ["adam.rate", "rate"]), "rate");
});

Deno.test("nearestName() finds none where nothing is near", () => {
  assert.equal(nearestName("foo", KNOWN), null);
  assert.equal(nearestName("nope", ["paper", "d2l"]), null);
  // A folder that is not there, not a set: half of its letters would have to be others.
  assert.equal(nearestName("images", ["digits", "faces", "mnist"]), null);
});
