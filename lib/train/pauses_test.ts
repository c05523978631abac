import assert from "node:assert/strict";
import { Pauses } from "./pauses.ts";

Deno.test("Pauses lets a timer through within a loop that awaits nothing else", async () => {
  const pauses = new Pauses();
  let rang = false;
  const timer = setTimeout(() => rang = true, 1);
  const end = performance.now() + 10_000;
  while (!rang && performance.now() < end) await pauses.takeIfDue();
  clearTimeout(timer);
  assert.ok(rang);
});

Deno.test("Pauses does not pause again right after a pause", async () => {
  const pauses = new Pauses();
  const until = performance.now() + 60;
  while (performance.now() < until);
  await pauses.takeIfDue();
  let rang = false;
  const timer = setTimeout(() => rang = true, 0);
  for (let i = 0; i < 3; i++) await pauses.takeIfDue();
  assert.ok(!rang);
  clearTimeout(timer);
});
