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
  const { now } = performance;
  let time = 0;
  // A clock that stands, as a busy machine may take 50 ms for the lines below.
  performance.now = () => time;
  let rang = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const pauses = new Pauses();
    time = 60;
    timer = setTimeout(() => rang = true, 0);
    await pauses.takeIfDue();
    assert.ok(rang);
    rang = false;
    timer = setTimeout(() => rang = true, 0);
    for (let i = 0; i < 3; i++) await pauses.takeIfDue();
    assert.ok(!rang);
  } finally {
    performance.now = now;
    clearTimeout(timer);
  }
});
