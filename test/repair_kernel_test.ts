// What a reader sees in a front end, on this Deno or on the one that DENO_KERNEL names:
//
//     DENO_KERNEL=$(npx -y deno@2.8.3 eval "console.log(Deno.execPath())") \
//       deno test -A test/repair_kernel_test.ts
import assert from "node:assert/strict";
import { linesInPlace, printingCells } from "./make_notebook.ts";
import { NaiveFrontEnd } from "./naive_front_end.ts";

const repair = `import { repairKernel } from "../lib/book/repair_kernel.ts";
console.log(await repairKernel());`;

const version = await NaiveFrontEnd.version();
/** https://github.com/denoland/deno/pull/34083 rewrote the kernel in 2.8.2. */
const rightAlone = ["2.8.0", "2.8.1"].includes(version);
/** https://github.com/denoland/deno/pull/35328 lets it say again that a cell has thrown. */
const hidesThrows = ["2.8.2", "2.8.3"].includes(version);

Deno.test("The kernel alone misplaces lines; once it does not, the repair can go", async () => {
  let right = 3000;
  for (let attempt = 0; attempt < 5 && right === 3000; attempt++) {
    await using frontEnd = await NaiveFrontEnd.start();
    const shown = await frontEnd.runAll(printingCells(15, 200));
    right = linesInPlace(shown.map(({ text }) => text), 200);
  }
  console.log(`Deno ${version} alone puts ${right} of 3000 lines in their cells`);
  assert.equal(right === 3000, rightAlone);
});

Deno.test("repairKernel() puts 300 of 300 lines in their cells, ten times over", async () => {
  const printAll = async () => {
    await using frontEnd = await NaiveFrontEnd.start();
    const [first, ...shown] = await frontEnd.runAll([repair, ...printingCells(15, 20)]);
    assert.equal(first.text, "repaired\n");
    assert.equal(linesInPlace(shown.map(({ text }) => text), 20), 300);
  };
  for (let pair = 0; pair < 5; pair++) await Promise.all([printAll(), printAll()]);
});

Deno.test("repairKernel() puts 3000 of 3000 lines in their cells", async () => {
  await using frontEnd = await NaiveFrontEnd.start();
  const [, ...shown] = await frontEnd.runAll([repair, ...printingCells(15, 200)]);
  assert.equal(linesInPlace(shown.map(({ text }) => text), 200), 3000);
});

Deno.test("repairKernel() keeps lines of console.table, of pauses and of a throw", async () => {
  await using frontEnd = await NaiveFrontEnd.start();
  const [, table, slow, thrown, next] = await frontEnd.runAll([
    repair,
    `console.table([{ a: 1 }]); console.group("g"); console.warn("w"); console.groupEnd();`,
    `for (let i = 0; i < 10; i++) {
  console.log(i);
  await new Promise((resolve) => setTimeout(resolve, 15));
}`,
    `for (let i = 0; i < 10; i++) console.log(i);
throw new Error("no");`,
    `console.log("next");`,
  ]);
  assert.ok(table.text.endsWith("│     0 │ 1 │\n└───────┴───┘\ng\n  w\n"), table.text);
  assert.equal(slow.text, "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
  assert.equal(thrown.status, hidesThrows ? "ok" : "error");
  assert.equal(thrown.text, "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
  assert.equal(next.text, "next\n");
});

Deno.test("Stop ends a training-like loop, and the next cell still has its variables", async () => {
  await using frontEnd = await NaiveFrontEnd.start();
  await frontEnd.runAll([
    repair,
    `import { stopSignal } from "../lib/book/stop_signal.ts";`,
  ]);
  const running = frontEnd.runAll([
    `const weights = new Float32Array(1000);
let steps = 0;
const signal = stopSignal();
while (!signal.aborted) {
  weights.fill(++steps);
  if (steps === 20) console.log("begun");
  await new Promise((resolve) => setTimeout(resolve, 1));
}
console.log("ended");`,
    `console.log(steps >= 20, weights[0] === steps, stopSignal().aborted);`,
  ]);
  await frontEnd.untilPrinted("begun");
  frontEnd.stop();
  const [loop, next] = await running;
  assert.equal(loop.text, "begun\nended\n");
  assert.equal(next.text, "true true false\n");
});

Deno.test("Stop keeps the kernel, also where nothing listens", async () => {
  await using frontEnd = await NaiveFrontEnd.start();
  await frontEnd.runAll([repair]);
  const running = frontEnd.runAll([
    `const kept = 7;
console.log("begun");
await new Promise((resolve) => setTimeout(resolve, 1500));`,
    `console.log(kept);`,
  ]);
  await frontEnd.untilPrinted("begun");
  frontEnd.stop();
  const [cell, next] = await running;
  assert.match(cell.text, /^begun\nStop: nothing here listens to it\. /);
  assert.equal(next.text, "7\n");
});

Deno.test("A throw in a timer and a rejection nobody awaits are printed", async () => {
  await using frontEnd = await NaiveFrontEnd.start();
  const [, thrown, rejected, next] = await frontEnd.runAll([
    repair,
    `setTimeout(() => { throw new RangeError("in a timer"); }, 10);
await new Promise((resolve) => setTimeout(resolve, 100));`,
    `void Promise.reject(new RangeError("in a promise"));
await new Promise((resolve) => setTimeout(resolve, 100));`,
    `console.log("still here");`,
  ]);
  assert.match(thrown.text, /^Uncaught RangeError: in a timer\n {4}at /);
  assert.match(rejected.text, /^Uncaught \(in promise\) RangeError: in a promise\n/);
  assert.equal(next.text, "still here\n");
});

Deno.test("Cells that await under heavy allocation do not fail in a repaired kernel", async () => {
  await using frontEnd = await NaiveFrontEnd.start();
  const cell = `var kept = [];
for (let i = 0; i < 100; i++) {
  kept = Array.from({ length: 1e5 }, () => ({ i }));
  await new Promise((resolve) => setTimeout(resolve));
  if (i % 10 === 0) console.log(i);
}`;
  const shown = await frontEnd.runAll([repair, cell, cell]);
  assert.deepEqual(shown.map(({ status }) => status), ["ok", "ok", "ok"]);
  assert.equal(shown[2].text, "0\n10\n20\n30\n40\n50\n60\n70\n80\n90\n");
});
