import assert from "node:assert/strict";
import { createTextures, shrinkSteps, strandCount, textureSide } from "./textures.ts";

Deno.test("the textures are the same each time", () => {
  assert.deepEqual(createTextures(), createTextures());
});

Deno.test("strands and grain vary about 0 within ±2.5 and are not flat", () => {
  const { strands, grain } = createTextures();
  assert.equal(strands.length, strandCount);
  assert.equal(grain.length, textureSide ** 2);
  for (const values of [strands, grain]) {
    const mean = values.reduce((a, b) => a + b) / values.length;
    const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    assert.ok(values.every((value) => Math.abs(value) < 2.5));
    assert.ok(Math.abs(mean) < 0.1, `${mean}`);
    assert.ok(square > 0.1, `${square}`);
  }
});

Deno.test("locks are slower than strands: neighbours differ less, within ±1", () => {
  const { strands, locks } = createTextures();
  assert.equal(locks.length, strandCount);
  const change = (values: Float64Array) =>
    values.reduce(
      (sum, value, i) => sum + Math.abs(values[(i + 1) % strandCount] - value),
      0,
    ) / strandCount;
  assert.ok(locks.every((value) => Math.abs(value) <= 1));
  assert.ok(change(locks) < 0.7 * change(strands), `${change(locks)}`);
});

Deno.test("curls cover 90 % of their texture, and rise against their slopes", () => {
  const { height, slopeX } = createTextures().curls;
  const covered = height.filter((value) => value > 0).length / height.length;
  assert.ok(covered > 0.9, `${covered}`);
  // On top of a curl the slope changes from rising to falling.
  let right = 0, all = 0;
  for (let i = 1; i < height.length - 1; i++) {
    if (i % textureSide === 0 || i % textureSide === textureSide - 1) continue;
    const rise = height[i + 1] - height[i - 1];
    if (Math.abs(rise) < 0.2) continue;
    all++;
    if (rise * slopeX[i] > 0) right++;
  }
  assert.ok(right / all > 0.8, `${right} of ${all}`);
});

Deno.test("shrink is 1/√(1 + s) for every s from 0 to 8, within ⅒ %", () => {
  const { shrink } = createTextures();
  for (let s = 0; s < 8; s += 0.0013) {
    const error = shrink[Math.floor(s * shrinkSteps)] * Math.sqrt(1 + s) - 1;
    assert.ok(Math.abs(error) < 0.001, `${s}: ${error}`);
  }
});
