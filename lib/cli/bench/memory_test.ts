import assert from "node:assert/strict";
import { testWith } from "../../../test/test_with.ts";
import { parsePeak, peakMemories, type PeakMemory, peakMemory } from "./memory.ts";
import { denoProgram } from "./participant.ts";

const program = { command: "none", args: [] };
const job = {
  network: "pytorchTutorial",
  size: 16,
  width: 2,
  channels: 1,
  batch: 2,
  threads: 1,
} as const;

/** Measures without a process: `megabytes` an image, up to a batch of `most`. */
function fakeMeasure(megabytes: number, most = Infinity) {
  const tried: number[] = [];
  const measure = (_: unknown, { batch }: { batch: number }): Promise<PeakMemory> => {
    tried.push(batch);
    const fits = batch <= most;
    return Promise.resolve(fits ? { megabytes: megabytes * batch } : { why: "full" });
  };
  return { measure, tried };
}

Deno.test("peakMemories() measures each batch size", async () => {
  const { measure } = fakeMeasure(10);
  const options = { batches: [64, 128], available: 1e12, measure };
  assert.deepEqual(await peakMemories(program, job, options), [
    { megabytes: 640 },
    { megabytes: 1280 },
  ]);
});

Deno.test("peakMemories() tries no batch above one that does not fit", async () => {
  const { measure, tried } = fakeMeasure(10, 64);
  const options = { batches: [64, 128, 256], available: 1e12, measure };
  assert.deepEqual(await peakMemories(program, job, options), [
    { megabytes: 640 },
    { why: "full" },
    { why: "not tried, as a smaller batch does not fit" },
  ]);
  assert.deepEqual(tried, [64, 128]);
});

Deno.test("peakMemories() tries no batch that the machine cannot hold", async () => {
  const { measure, tried } = fakeMeasure(10);
  const options = { batches: [64, 128, 256], available: 2000e6, measure };
  const [, , last] = await peakMemories(program, job, options);
  assert.deepEqual(last, { why: "not tried, as this machine has too little memory" });
  assert.deepEqual(tried, [64, 128]);
});

Deno.test("parsePeak() reads Linux's own words", () => {
  const status = "Name:\tdeno\nVmPeak:\t 999 kB\nVmHWM:\t  250000 kB\nVmRSS:\t 100 kB\n";
  assert.equal(parsePeak(status), 256);
  assert.throws(() => parsePeak("Name:\tdeno\n"), /RangeError.*VmHWM/);
});

testWith(
  { permissions: ["run", "read", "env"] },
  "peakMemory() trains in a process of its own and reads its peak",
  async () => {
    const peak = await peakMemory(denoProgram({ flags: [] }), job);
    if (Deno.build.os === "linux") {
      assert.ok("megabytes" in peak && peak.megabytes > 10 && peak.megabytes < 4000);
    } else assert.ok("why" in peak);
  },
);

testWith(
  { permissions: ["run", "read", "env"] },
  "peakMemory() says why a network cannot be trained",
  async () => {
    const peak = await peakMemory(denoProgram({ flags: [] }), { ...job, batch: 1e9 });
    assert.ok("why" in peak && peak.why.length > 0);
  },
);
