import assert from "node:assert/strict";
import { selectNetworks } from "./networks.ts";
import { type BenchRow, scalings } from "./scaling.ts";

const [network, other] = selectNetworks({});

/** A row without PyTorch and without the machine's own rates. */
function row(changes: Partial<BenchRow>): BenchRow {
  const measured = { rates: [50], torchRates: null, machine: null, firstStepSeconds: 1 };
  return { network, threads: 1, flags: true, ...measured, ...changes };
}

Deno.test("scalings() compares with the fewest threads, networks and flags apart", () => {
  const rows = [
    row({ threads: 2, rates: [100] }),
    row({}),
    row({ threads: 4, rates: [150] }),
    row({ flags: false, rates: [10] }),
    row({ flags: false, threads: 2, rates: [15] }),
    row({ network: other, rates: [7] }),
  ];
  const found = scalings(rows).map(({ row, from, times }) => [
    ...[row.flags, from, row.threads, times],
  ]);
  assert.deepEqual(found, [[true, 1, 2, 2], [true, 1, 4, 3], [false, 1, 2, 1.5]]);
});

Deno.test("scalings() takes the median of the rounds' ratios, of all that was measured", () => {
  // The second round was ten times slower: its ratios hardly changed.
  const one = { products: [10, 1, 10], copies: [4, 0.4, 4] };
  const two = { products: [19, 1.9, 19], copies: [5, 0.5, 5] };
  const [{ times, torchTimes, machine }] = scalings([
    row({ rates: [50, 5, 50], torchRates: [40, 4, 50], machine: one }),
    row({ threads: 2, rates: [90, 9, 80], torchRates: [60, 6, 60], machine: two }),
  ]);
  assert.equal(times, 1.8);
  assert.equal(torchTimes, 1.5);
  assert.deepEqual(machine, { products: 1.9, copies: 1.25 });
});

Deno.test("scalings() has null for what was not measured, and nothing for one number", () => {
  const [{ torchTimes, machine }] = scalings([row({}), row({ threads: 2 })]);
  assert.deepEqual([torchTimes, machine], [null, null]);
  assert.deepEqual(scalings([row({}), row({ flags: false })]), []);
});
