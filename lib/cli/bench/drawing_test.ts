import assert from "node:assert/strict";
import process from "node:process";
import { measureDrawing } from "./drawing.ts";

Deno.test("digits and faces are drawn at so many a second of CPU time, the system's too", () => {
  const { cpuUsage } = process;
  const spent = [.4, .1, 1.5, .5].map((seconds) => seconds * 1e6).values();
  const next = () => spent.next().value!;
  // A clock of its own, as a busy machine's says nothing.
  process.cpuUsage = (before) =>
    before ? { user: next(), system: next() } : { user: 0, system: 0 };
  try {
    assert.deepEqual(measureDrawing({ count: 200 }), [
      { name: "digits", imagesPerSecond: 400 },
      { name: "faces", imagesPerSecond: 100 },
    ]);
  } finally {
    process.cpuUsage = cpuUsage;
  }
});

Deno.test("digits and faces are drawn at a finite speed", () => {
  for (const { imagesPerSecond } of measureDrawing({ count: 200 })) {
    assert.ok(Number.isFinite(imagesPerSecond) && imagesPerSecond > 0);
  }
});
