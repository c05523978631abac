import assert from "node:assert/strict";
import { DECODES } from "../../test/picture_folder.ts";
import { testWith } from "../../test/test_with.ts";
import { DATA_NETWORK, type DataJob, dataReport, measureData } from "./bench_data.ts";

const job: DataJob = {
  ...DATA_NETWORK,
  size: 16,
  width: 2,
  batch: 4,
  threads: 1,
  pictures: 40,
  rounds: 1,
  seconds: 0.1,
};

testWith(
  DECODES,
  "measureData() trains from memory and from files, and times what they wait",
  async () => {
    const result = await measureData(job);
    for (const { median } of [result.memory, result.pipeline, result.alone]) {
      assert.ok(median > 0);
    }
    for (const share of [result.waited, result.waitedInMemory]) {
      assert.ok(share > 0 && share < 1);
    }
  },
);

Deno.test("dataReport() tells the rates, the ratios and the share of time for a batch", () => {
  const rate = (median: number) => ({ median, lowest: median - 1, highest: median + 1 });
  const report = dataReport({
    job,
    memory: rate(100),
    pipeline: rate(95),
    alone: rate(450),
    waited: 0.0123,
    waitedInMemory: 0.008,
  });
  assert.match(report, /from memory +100 \(99 to 101\) +0\.8 %/);
  assert.match(report, /by the pipeline +95 \(94 to 96\) +1\.2 %/);
  assert.match(report, /gives 4\.5 times as many .* from files is 0\.95 times as fast/);
});
