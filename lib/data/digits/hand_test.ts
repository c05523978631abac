import assert from "node:assert/strict";
import { RandomGenerator } from "../../tensor/random.ts";
import { DigitHand, type PenTrace } from "./hand.ts";
import { digitStyles } from "./strokes.ts";

const samples = (trace: PenTrace) => {
  const count = trace.ends.at(-1)!;
  return [trace.x, trace.y, trace.radius].map((part) => Array.from(part.slice(0, count)));
};

Deno.test("the same random state writes the same trace, another a different one", () => {
  const hand = new DigitHand(digitStyles);
  const first = samples(hand.write(8, new RandomGenerator(5)));
  const other = samples(hand.write(8, new RandomGenerator(6)));
  assert.deepEqual(samples(hand.write(8, new RandomGenerator(5))), first);
  assert.notDeepEqual(other, first);
});

Deno.test("a trace of any digit is finite, fits MNIST's box within 4σ and has a thick pen", () => {
  const hand = new DigitHand(digitStyles);
  for (let i = 0; i < 2_000; i++) {
    const [x, y, radius] = samples(hand.write(i % 10, new RandomGenerator(i)));
    assert.ok([...x, ...y, ...radius].every(Number.isFinite), `trace ${i}`);
    const box = Math.max(
      Math.max(...x) - Math.min(...x),
      Math.max(...y) - Math.min(...y),
    );
    // 19.5 · e^(±4 · .035) less two radii of .75 to 2.1.
    assert.ok(box > 12.5 && box < 22, `trace ${i} spans ${box} pixels`);
    assert.ok(Math.min(...radius) > 0.3 && Math.max(...radius) < 4, `trace ${i}`);
  }
});

Deno.test("a stroke has seven samples from point to point and does not turn back", () => {
  const hand = new DigitHand([[], [[1, ["30,0 30,50 30,100"], ["30,0 30,50 30,100"]]]]);
  const [x, y] = samples(hand.write(1, new RandomGenerator(3)));
  assert.equal(x.length, 2 * 6 + 1);
  const height = y.at(-1)! - y[0];
  assert.ok(height > 12, `the 1 is ${height} pixels high`);
  for (let i = 1; i < y.length; i++) assert.ok(y[i] > y[i - 1], "the pen goes down");
});

Deno.test("the pen eases where it lands and leaves, and presses more evenly between", () => {
  const hand = new DigitHand(digitStyles);
  let ends = 0, middles = 0;
  for (let i = 0; i < 500; i++) {
    const trace = hand.write(i % 10, new RandomGenerator(i));
    const [first] = trace.ends;
    ends += trace.radius[0] + trace.radius[first - 1];
    middles += 2 * trace.radius[first >> 1];
  }
  assert.ok(ends < 0.9 * middles, `${ends} against ${middles}`);
});
