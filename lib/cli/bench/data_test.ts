import assert from "node:assert/strict";
import { DECODES } from "../../../test/picture_folder.ts";
import { testWith } from "../../../test/test_with.ts";
import { DATA_NETWORK, type DataJob, dataReport, measureData } from "./data.ts";

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
    let result = await measureData(job);
    // On a busy machine no picture may be ready within so short a turn.
    for (let { seconds } = job; result.alone[0] === 0 && seconds < 10;) {
      result = await measureData({ ...job, seconds: seconds *= 5 });
    }
    for (const rates of [result.memory, result.pipeline, result.alone]) {
      assert.equal(rates.length, job.rounds);
      assert.ok(rates[0] > 0);
    }
    for (const share of [result.waited, result.waitedInMemory]) {
      assert.ok(share > 0 && share < 1);
    }
  },
);

Deno.test("dataReport() tells the rates, the ratios and the share of time for a batch", () => {
  const report = dataReport({
    job,
    memory: [100, 200, 50],
    pipeline: [95, 190, 100],
    alone: [450, 900, 225],
    waited: 0.0123,
    waitedInMemory: 0.008,
  });
  assert.match(report, /from memory +100 \(50 to 200\) +0\.8 %/);
  assert.match(report, /by the pipeline +100 \(95 to 190\) +1\.2 %/);
  assert.match(report, /gives 4\.5 times as many .* from files is 0\.95 times as fast/);
});
