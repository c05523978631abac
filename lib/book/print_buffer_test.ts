import assert from "node:assert/strict";
import { PrintBuffer } from "./print_buffer.ts";

/** A clock that stands still until it is told, and a buffer that goes by it. */
function setUp() {
  const sent: string[] = [];
  const timers: { at: number; run: () => void }[] = [];
  let now = 0;
  const pass = (milliseconds: number) => {
    now += milliseconds;
    for (const timer of timers.splice(0)) {
      if (timer.at <= now) timer.run();
      else timers.push(timer);
    }
  };
  const clock = {
    now: () => now,
    later: (run: () => void, milliseconds: number) => {
      timers.push({ at: now + milliseconds, run });
    },
  };
  const publish = (name: string, text: string) => void sent.push(`${name}: ${text}`);
  const block = (milliseconds: number) => void (now += milliseconds);
  return { buffer: new PrintBuffer(publish, { clock }), pass, block, sent };
}

Deno.test("PrintBuffer sends a burst as one message when its code yields", () => {
  const { buffer, pass, sent } = setUp();
  for (let i = 0; i < 3; i++) buffer.print("stdout", `${i} `);
  assert.deepEqual(sent, []);
  pass(0);
  assert.deepEqual(sent, ["stdout: 0 1 2 "]);
  pass(100);
  assert.equal(sent.length, 1);
});

Deno.test("PrintBuffer keeps 5 ms between messages", () => {
  const { buffer, pass, sent } = setUp();
  for (let i = 0; i < 100; i++) {
    buffer.print("stdout", `${i} `);
    pass(1);
  }
  assert.ok(sent.length >= 19 && sent.length <= 21, String(sent.length));
  pass(5);
  assert.equal(sent.join("").match(/\d+ /g)?.length, 100);
});

Deno.test("PrintBuffer is heard from a loop that never yields", () => {
  const { buffer, block, sent } = setUp();
  for (let i = 0; i < 5; i++) {
    buffer.print("stdout", `${i} `);
    block(20);
  }
  assert.deepEqual(sent, ["stdout: 0 1 2 "]);
});

Deno.test("PrintBuffer keeps the order of the two streams", () => {
  const { buffer, sent } = setUp();
  buffer.print("stdout", "a");
  buffer.print("stderr", "b");
  buffer.print("stderr", "c");
  buffer.print("stdout", "d");
  buffer.flush();
  assert.deepEqual(sent, ["stdout: a", "stderr: bc", "stdout: d"]);
  buffer.flush();
  assert.equal(sent.length, 3);
});

Deno.test("PrintBuffer does not wait with more than 100 000 characters", () => {
  const { buffer, sent } = setUp();
  buffer.print("stdout", "x".repeat(100_001));
  assert.equal(sent.length, 1);
});

Deno.test("PrintBuffer starts afresh with the next cell", () => {
  const { buffer, pass, sent } = setUp();
  buffer.print("stdout", "a");
  buffer.endCell();
  buffer.print("stdout", "b");
  pass(0);
  assert.deepEqual(sent, ["stdout: a", "stdout: b"]);
});
