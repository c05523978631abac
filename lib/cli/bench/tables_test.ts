import assert from "node:assert/strict";
import { type BenchNetwork, selectNetworks } from "./networks.ts";
import type { BenchRow } from "./scaling.ts";
import {
  epochTable,
  memoryTable,
  rateTable,
  resultJson,
  rowText,
  scalingTable,
} from "./tables.ts";

const [network] = selectNetworks({ only: ["pytorchTutorial-64-w64-c3"] });

/** 100 images a second with the flags; PyTorch, if there, 80. */
function row(torch: boolean, changes: Partial<BenchRow> = {}): BenchRow {
  return {
    network,
    threads: 2,
    flags: true,
    rates: [100, 95.5, 110],
    torchRates: torch ? [80, 70, 82] : null,
    machine: null,
    firstStepSeconds: 0.89,
    ...changes,
  };
}

/** The cells of a table's line that begins with a word. */
function cellsOf(table: string, start: string): string[] {
  const line = table.split("\n").find((line) => line.trim().startsWith(start));
  return line!.trim().split(/ {2,}/);
}

Deno.test("rateTable() shows medians, ranges and what the first step takes more", () => {
  // 64 images at 100 a second take .64 s; the first step took .89 s.
  assert.deepEqual(cellsOf(rateTable([row(false)]), "pytorchTutorial"), [
    "pytorchTutorial-64-w64-c3",
    ...["64", "2", "both", "100", "95.5–110", "0.25"],
  ]);
});

Deno.test("rateTable() shows PyTorch and the rounds' median ratio, if it was measured", () => {
  // 100/80, 95.5/70 and 110/82, in the middle 110/82; the medians' ratio would be 1.25.
  const table = rateTable([row(true, { flags: false })]);
  assert.deepEqual(cellsOf(table, "pytorchTutorial").slice(3), [
    ...["none", "100", "95.5–110", "80.0", "70.0–82.0", "1.34", "0.25"],
  ]);
  assert.doesNotMatch(rateTable([row(false)]), /PyTorch|ratio/);
});

Deno.test("epochTable() divides the book's numbers of images by the rate, and says so", () => {
  const table = epochTable([row(true)]);
  assert.match(table, /computed/);
  assert.deepEqual(cellsOf(table, "CelebA").slice(-2), ["33 min 46 s", "42 min 12 s"]);
  assert.deepEqual(cellsOf(table, "LSUN").slice(-2), ["8 h 26 min", "10 h 32 min"]);
  assert.doesNotMatch(table, /MNIST/);
  const grey: BenchNetwork = { ...network, channels: 1 };
  const mnist = epochTable([row(false, { network: grey })]);
  assert.equal(cellsOf(mnist, "MNIST").at(-1), "10 min 0 s");
  assert.equal(epochTable([row(false, { network: { ...network, width: 32 } })]), "");
  assert.equal(epochTable([row(true, { threads: 1 }), row(true)]), table);
});

Deno.test("scalingTable() shows what threads bring each program and the machine", () => {
  const machine = (rate: number) => ({ products: [rate], copies: [10 + rate / 10] });
  const rows = [
    row(true, { threads: 1, rates: [50], torchRates: [50], machine: machine(50) }),
    row(true, { rates: [90], torchRates: [80], machine: machine(95) }),
  ];
  const table = scalingTable(rows);
  assert.deepEqual(cellsOf(table, "pytorchTutorial").slice(1), [
    ...["both", "1", "2", "1.80", "1.60", "1.90", "1.30"],
  ]);
  assert.match(table, /median of the rounds' ratios.*\n.*products +copies\n/);
  assert.match(table, /The most that this machine gives/);
  const plain = scalingTable(rows.map((row) => ({ ...row, machine: null })));
  assert.doesNotMatch(plain, /products|copies/);
  assert.equal(scalingTable([row(true), row(true, { flags: false })]), "");
});

Deno.test("rowText() says a rate in words, beside PyTorch's where there is one", () => {
  assert.equal(rowText(row(false)), "2 threads, V8 flags both: 100 images/s");
  assert.equal(
    rowText(row(true, { threads: 1, flags: false })),
    "1 thread, V8 flags none: 100 images/s, PyTorch 80.0, ratio 1.34",
  );
});

Deno.test("memoryTable() shows megabytes, and below why some are missing", () => {
  const table = memoryTable([
    { network, peak: { megabytes: 499.6 }, torchPeak: { megabytes: 600 } },
    {
      network: { ...network, batch: 128 },
      peak: { why: "full" },
      torchPeak: { megabytes: 1200 },
    },
  ]);
  const lines = table.split("\n");
  assert.match(lines[3], /64 +500 +600$/);
  assert.match(lines[4], /128 +– +1,200$/);
  assert.equal(
    lines[5],
    "pytorchTutorial-64-w64-c3, batch 128, this library: full",
  );
  assert.equal(lines.length, 6);
});

Deno.test("resultJson() has one object a row, with null where PyTorch was not run", () => {
  const rows = [row(true), row(false, { flags: false, rates: [80] })];
  const shared = { network: "pytorchTutorial", width: 64, channels: 3, size: 64 };
  assert.deepEqual(JSON.parse(resultJson(rows)), {
    rows: [
      {
        ...{ ...shared, batch: 64, threads: 2, flags: true },
        ...{ imagesPerSecond: 100, torchImagesPerSecond: 80, ratio: 1.341 },
      },
      {
        ...{ ...shared, batch: 64, threads: 2, flags: false },
        ...{ imagesPerSecond: 80, torchImagesPerSecond: null, ratio: null },
      },
    ],
    scaling: [],
  });
  assert.doesNotMatch(resultJson(rows), /\n/);
});

Deno.test("resultJson() says what further threads bring, with null for what was not measured", () => {
  const one = { threads: 1, rates: [50] };
  const machine = { products: [3], copies: [4] };
  const more = { products: [6], copies: [5] };
  const pairs: [BenchRow[], unknown[]][] = [
    [[row(false, one), row(false, { rates: [90] })], [null, null]],
    [[row(false, { ...one, machine }), row(false, { rates: [90], machine: more })], [
      ...[2, 1.25],
    ]],
  ];
  for (const [rows, [machineProducts, machineCopies]] of pairs) {
    assert.deepEqual(JSON.parse(resultJson(rows)).scaling, [{
      ...{ network: "pytorchTutorial-64-w64-c3", flags: true, from: 1, to: 2 },
      ...{ times: 1.8, torchTimes: null, machineProducts, machineCopies },
    }]);
  }
});
