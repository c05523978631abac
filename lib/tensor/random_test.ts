import assert from "node:assert/strict";
import { RandomGenerator } from "./random.ts";

Deno.test("uint32() gives the published outputs of xoshiro128** from the state 1, 2, 3, 4", () => {
  const random = RandomGenerator.fromState([1, 2, 3, 4]);
  assert.deepEqual(Array.from({ length: 10 }, () => random.uint32()), [
    11520,
    0,
    5927040,
    70819200,
    2031721883,
    1637235492,
    1287239034,
    3734860849,
    3729100597,
    4258142804,
  ]);
  assert.deepEqual(random.state(), [939045227, 1864939416, 1451579149, 2199351389]);
});

Deno.test("a seed becomes four words of splitmix32, as a Python reference computes them", () => {
  assert.deepEqual(
    new RandomGenerator(0).state(),
    [1684164658, 3653269916, 2939563536, 2141751570],
  );
  assert.deepEqual(
    new RandomGenerator(42).state(),
    [551831576, 144025891, 322543647, 3034809370],
  );
  assert.deepEqual(
    new RandomGenerator(4294967295).state(),
    [3950124170, 4293442868, 1302505678, 2762329221],
  );
});

Deno.test("uint32() agrees with the recurrence done in whole numbers of any size", () => {
  const random = new RandomGenerator(2026);
  const reference = bigIntGenerator(random.state());
  for (let i = 0; i < 1000; i++) assert.equal(random.uint32(), reference());
});

Deno.test("the same seed gives the same numbers and another seed gives others", () => {
  const draw = (seed: number) => {
    const random = new RandomGenerator(seed);
    return Array.from({ length: 20 }, () => [random.uniform(), random.normal()]);
  };
  assert.deepEqual(draw(3), draw(3));
  assert.notDeepEqual(draw(3), draw(4));
});

Deno.test("state() and fromState() continue every kind of draw exactly", () => {
  const random = new RandomGenerator(5);
  random.normal();
  random.uniform();
  const copy = RandomGenerator.fromState(random.state());
  for (let i = 0; i < 10; i++) {
    assert.equal(copy.normal(), random.normal());
    assert.equal(copy.uniform(), random.uniform());
    assert.equal(copy.integer(10), random.integer(10));
  }
});

Deno.test("state() is a copy: changing it leaves the generator unchanged", () => {
  const random = new RandomGenerator(5);
  const before = random.state();
  random.state().fill(0);
  assert.deepEqual(random.state(), before);
});

Deno.test("uniform() has the moments of [0, 1) within 4 standard errors", () => {
  const random = new RandomGenerator(1);
  const draws = Float64Array.from({ length: 100_000 }, () => random.uniform());
  assert.ok(draws.every((draw) => draw >= 0 && draw < 1));
  assertNear(mean(draws), 1 / 2, 4 * Math.sqrt(1 / 12 / draws.length));
  // The variance of (u − 1/2)² is 1/180.
  assertNear(
    mean(draws.map((u) => (u - .5) ** 2)),
    1 / 12,
    4 * Math.sqrt(1 / 180 / draws.length),
  );
});

Deno.test("uniform() is exact in float32, so its largest value stays below 1 there", () => {
  const random = new RandomGenerator(1);
  for (let i = 0; i < 1000; i++) {
    const draw = random.uniform();
    assert.equal(Math.fround(draw), draw);
  }
  assert.ok(Math.fround(1 - 2 ** -24) < 1);
});

Deno.test("normal() has the first four moments of N(0, 1) within 4 standard errors", () => {
  const random = new RandomGenerator(1);
  const draws = Float64Array.from({ length: 100_000 }, () => random.normal());
  // E x, x², x³, x⁴ are 0, 1, 0, 3; the variances of these powers are 1, 2, 15, 96.
  for (
    const [power, expected, variance] of [[1, 0, 1], [2, 1, 2], [3, 0, 15], [4, 3, 96]]
  ) {
    const moment = mean(draws.map((x) => x ** power));
    assertNear(moment, expected, 4 * Math.sqrt(variance / draws.length));
  }
});

Deno.test("normal() stays finite when the bits under the logarithm are all 0", () => {
  // The first word of output is 0 where the second word of state is 0.
  const random = RandomGenerator.fromState([1, 0, 0, 0]);
  assert.equal(RandomGenerator.fromState([1, 0, 0, 0]).uint32(), 0);
  const draw = random.normal();
  assert.ok(Number.isFinite(draw));
  assert.ok(Math.abs(draw) <= Math.sqrt(64 * Math.LN2));
});

Deno.test("integer(7) gives each of seven values equally often (χ² below 22.5, p = .001)", () => {
  const random = new RandomGenerator(1);
  const counts = new Array(7).fill(0);
  for (let i = 0; i < 70_000; i++) counts[random.integer(7)]++;
  const chiSquare = counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
  assert.ok(chiSquare < 22.5, `χ² is ${chiSquare}`);
});

Deno.test("integer() draws again where a remainder would be uneven", () => {
  // With n = 2³¹ + 1 nearly half of all draws lie beyond the last complete run.
  const n = 2 ** 31 + 1;
  const random = new RandomGenerator(1);
  const reference = new RandomGenerator(1);
  for (let i = 0; i < 20; i++) {
    let bits = reference.uint32();
    while (bits >= n) bits = reference.uint32();
    assert.equal(random.integer(n), bits);
  }
  assert.equal(random.integer(1), 0);
  assert.ok(random.integer(2 ** 32) < 2 ** 32);
});

Deno.test("seeds, states and bounds outside their ranges are refused with their value", () => {
  for (const seed of [-1, 1.5, 2 ** 32, NaN, Infinity]) {
    assert.throws(() => new RandomGenerator(seed), {
      name: "RangeError",
      message: "Cannot seed the random numbers as 'seed' must be an integer from 0 to " +
        `4294967295: current value is ${seed}`,
    });
  }
  for (const state of [[], [0, 0, 0, 0], [1, 2, 3], [1, 2, 3, -4], [1, 2, 3, .5]]) {
    assert.throws(() => RandomGenerator.fromState(state), {
      name: "RangeError",
      message:
        "Cannot restore the random numbers as 'state' must be four integers from " +
        `0 to 4294967295, not all 0: current value is [${state.join(", ")}]`,
    });
  }
  for (const n of [0, -1, 1.5, 2 ** 32 + 1, NaN]) {
    assert.throws(() => new RandomGenerator(0).integer(n), {
      name: "RangeError",
      message: "Cannot draw an integer as 'n' must be an integer from 1 to 4294967296: " +
        `current value is ${n}`,
    });
  }
});

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function assertNear(actual: number, expected: number, tolerance: number) {
  assert.ok(
    Math.abs(actual - expected) <= tolerance,
    `${actual} is not within ${tolerance} of ${expected}`,
  );
}

/** xoshiro128** again, written with BigInt so that no 32-bit operator is shared. */
function bigIntGenerator(state: number[]): () => number {
  const modulus = 1n << 32n;
  let [a, b, c, d] = state.map(BigInt);
  const rotate = (word: bigint, bits: bigint) =>
    (word * (1n << bits)) % modulus + (word >> (32n - bits));
  return () => {
    const result = rotate(b * 5n % modulus, 7n) * 9n % modulus;
    const shifted = b * 512n % modulus;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11n);
    return Number(result);
  };
}
