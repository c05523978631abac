import assert from "node:assert/strict";
import { check, checkClose, checkShape } from "./checks.ts";

function printed(run: () => void): string[] {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line) => void lines.push(line);
  try {
    run();
  } finally {
    console.log = log;
  }
  return lines;
}

Deno.test("check() prints a claim that holds and throws one that does not", () => {
  assert.deepEqual(printed(() => check("2 is even", true)), ["✓ 2 is even"]);
  assert.throws(
    () => check("3 is even", false),
    /^Error: Cannot hold '3 is even' as it must be true: it is false$/,
  );
});

Deno.test("checkShape() prints the shape, or names both", () => {
  assert.deepEqual(
    printed(() => checkShape({ shape: [64, 28, 28, 1] }, ["batch", 28, 28, 1])),
    ["✓ shape [batch, 28, 28, 1]"],
  );
  assert.throws(
    () => checkShape({ shape: [4, 2] }, [4, 1]),
    /must have shape \[4, 1\]: current shape is \[4, 2\]/,
  );
});

Deno.test("checkClose() prints the largest difference", () => {
  assert.deepEqual(
    printed(() => {
      checkClose("half", 0.5, 0.5, 0);
      checkClose("thirds", new Float32Array([0.5, 0.25]), [0.5, 0.251], 0.01);
      checkClose("endless", [Infinity, NaN], [Infinity, NaN], 0);
    }),
    ["✓ half (exactly)", "✓ thirds (within 0.001)", "✓ endless (exactly)"],
  );
});

Deno.test("checkClose() throws with both values; NaN is near nothing else", () => {
  assert.throws(
    () => checkClose("half", 0.6, 0.5, 0.01),
    /^RangeError: Cannot hold 'half' as it must be 0\.5 ± 0\.01: it is 0\.6$/,
  );
  assert.throws(
    () => checkClose("all", [1, NaN], [1, 2], 9),
    /number 1 must be 2 ± 9: it is NaN/,
  );
  assert.throws(
    () => checkClose("all", [1], [1, 2], 9),
    /must be 2 numbers: there are 1/,
  );
  assert.throws(() => checkClose("up", Infinity, -Infinity, 9), /it is Infinity/);
});
