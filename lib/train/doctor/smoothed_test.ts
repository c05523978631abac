import assert from "node:assert/strict";
import { Smoothed } from "./smoothed.ts";

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}, not ${expected}`);

Deno.test("while there are few values it is their plain mean", () => {
  const smoothed = new Smoothed(10);
  assert.ok(Number.isNaN(smoothed.mean));
  for (const value of [1, 2, 6]) smoothed.add(value, 1);
  near(smoothed.mean, 3);
});

Deno.test("later a new value has the weight of one in so many steps", () => {
  const smoothed = new Smoothed(10);
  for (let i = 0; i < 50; i++) smoothed.add(0, 1);
  smoothed.add(1, 1);
  near(smoothed.mean, .1);
});

Deno.test("a value that stands for many steps weighs as if it had come in each", () => {
  const [once, each] = [new Smoothed(10), new Smoothed(10)];
  for (const smoothed of [once, each]) smoothed.add(0, 1);
  for (let i = 0; i < 100; i++) for (const s of [once, each]) s.add(0, 1);
  once.add(1, 5);
  for (let i = 0; i < 5; i++) each.add(1, 1);
  near(once.mean, each.mean);
});

Deno.test("what is no finite number is left out", () => {
  const smoothed = new Smoothed(10);
  for (const value of [2, NaN, Infinity, undefined]) smoothed.add(value, 1);
  near(smoothed.mean, 2);
});
