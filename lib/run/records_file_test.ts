import assert from "node:assert/strict";
import { join } from "@std/path";
import { testWith } from "../../test/test_with.ts";
import type { StepRecord } from "../train/training_state.ts";
import { RecordsFile } from "./records_file.ts";

function record(step: number): StepRecord {
  return { step } as StepRecord;
}

testWith(
  { permissions: ["read", "write"] },
  "records are added as they come, and an older file is replaced by those of the training",
  async () => {
    const folder = await Deno.makeTempDir();
    const path = join(folder, "records.jsonl");
    await Deno.writeTextFile(path, '{"step":1}\n{"step":2}\n{"st');
    const records = [record(1)];
    const file = new RecordsFile(path, () => records);
    await file.flush();
    records.push(record(2), record(3));
    await file.flush();
    await file.flush();
    assert.equal(
      await Deno.readTextFile(path),
      '{"step":1}\n{"step":2}\n{"step":3}\n',
    );
    await Deno.remove(folder, { recursive: true });
  },
);

testWith(
  { permissions: ["read", "write"] },
  "after a failure the whole file is written anew",
  async () => {
    const folder = await Deno.makeTempDir();
    const path = join(folder, "records.jsonl");
    const records = [record(1)];
    const file = new RecordsFile(path, () => records);
    await file.flush();
    await Deno.remove(path);
    await Deno.mkdir(path);
    records.push(record(2));
    await assert.rejects(file.flush());
    await Deno.remove(path);
    await file.flush();
    assert.equal(await Deno.readTextFile(path), '{"step":1}\n{"step":2}\n');
    await Deno.remove(folder, { recursive: true });
  },
);
