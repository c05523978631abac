import assert from "node:assert/strict";
import { loggedRecordsFigure } from "./logged_records.ts";

const records = Array.from({ length: 200 }, (_, index) => ({
  step: index + 1,
  lossD: 1.4642,
  lossG: 6.9356,
  scoreReal: 0.7143,
  scoreFakeBefore: 0.5877,
  scoreFakeAfter: 0.0017,
}));

Deno.test("a line has both losses, D(x), and D(G(z)) before and after D's update", () => {
  assert.equal(
    loggedRecordsFigure(records.slice(0, 60)).text,
    "step 50   loss D 1.464   loss G 6.936   D(x) 0.714   D(G(z)) 0.588 / 0.002",
  );
});

Deno.test("lines come every so many steps, the latest stay, and steps stand right", () => {
  const steps = (options: { every?: number; lines?: number }) =>
    loggedRecordsFigure(records, options).text.split("\n").map((line) =>
      line.slice(0, 8)
    );
  assert.deepEqual(steps({}), ["step  50", "step 100", "step 150", "step 200"]);
  assert.deepEqual(steps({ every: 80, lines: 1 }), ["step 160"]);
});

Deno.test("before the first line the figure says when it comes", () => {
  const { alt } = loggedRecordsFigure(records.slice(0, 49));
  assert.equal(alt, "The first line comes after 50 steps.");
});

Deno.test("a line every 0 steps, or of none, is refused", () => {
  assert.throws(() => loggedRecordsFigure(records, { every: 0 }), /'every' must be/);
  assert.throws(() => loggedRecordsFigure(records, { lines: 1.5 }), /is 1.5/);
});
