import assert from "node:assert/strict";
import { RandomGenerator } from "../tensor/random.ts";
import { drawFixedLatents, drawLatents } from "./draw_latents.ts";

function draw(distribution: "normal" | "uniform", seed = 1): number[] {
  const latents = drawLatents([200, 50], distribution, new RandomGenerator(seed));
  const values = [...latents.dataSync()];
  latents.dispose();
  return values;
}

const variance = (values: number[]) =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length;

Deno.test("drawLatents() has variance 1 if normal and 1/3 in [−1, 1) if uniform, to 3 %", () => {
  assert.ok(Math.abs(variance(draw("normal")) - 1) < .03);
  const uniform = draw("uniform");
  assert.ok(Math.abs(variance(uniform) * 3 - 1) < .03);
  assert.ok(uniform.every((value) => value >= -1 && value < 1));
});

Deno.test("drawLatents() gives the same for the same seed, and else something else", () => {
  for (const distribution of ["normal", "uniform"] as const) {
    assert.deepEqual(draw(distribution), draw(distribution));
    assert.notDeepEqual(draw(distribution), draw(distribution, 2));
  }
});

Deno.test("drawFixedLatents() gives 64 or as many as asked for, the same for the same seed, and not those of the steps", () => {
  const draw = (seed: number) => drawFixedLatents([5], "normal", seed);
  const [first, again, other] = [draw(1), draw(1), draw(2)];
  const step = drawLatents([64, 5], "normal", new RandomGenerator(1));
  assert.deepEqual(first.shape, [64, 5]);
  const more = drawFixedLatents([5], "normal", 1, 196);
  assert.deepEqual(more.shape, [196, 5]);
  assert.deepEqual(more.dataSync().subarray(0, 64 * 5), first.dataSync());
  assert.deepEqual(first.dataSync(), again.dataSync());
  assert.notDeepEqual(first.dataSync(), other.dataSync());
  assert.notDeepEqual(first.dataSync(), step.dataSync());
  for (const latents of [first, again, other, step, more]) latents.dispose();
});
