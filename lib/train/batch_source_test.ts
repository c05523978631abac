import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { Batches } from "../data/batches.ts";
import { drawDigits } from "../data/digits.ts";
import { RandomGenerator } from "../tensor/random.ts";
import {
  type BatchSource,
  nextBatch,
  openBatchSource,
  requireRestorable,
} from "./batch_source.ts";

const digits = drawDigits({ count: 6, seed: 1 });

Deno.test("openBatchSource() cuts a set into the batches that Batches does", async () => {
  const options = () => ({ batchSize: 2, random: new RandomGenerator(3) });
  const [source, batches] = [
    openBatchSource(digits, options()),
    new Batches(digits, options()),
  ];
  assert.equal(source.batchSize, 2);
  assert.equal(source.identity?.count, 6);
  for (let i = 0; i < 4; i++) {
    const [given, expected] = [await source.next(), batches.next()];
    assert.deepEqual(given.images.dataSync(), expected.images.dataSync());
    tf.dispose([given.images, expected.images]);
  }
  assert.deepEqual(source.state?.(), batches.state());
});

Deno.test("openBatchSource() gives a source back as it is, and needs a batch size for a set", () => {
  const random = new RandomGenerator(1);
  const source = new Batches(digits, { batchSize: 2, random });
  assert.equal(openBatchSource(source, { batchSize: undefined, random }), source);
  assert.throws(() => openBatchSource(digits, { batchSize: undefined, random }), {
    name: "RangeError",
    message: "Cannot cut batches as 'batchSize' must be given: it is not",
  });
});

Deno.test("nextBatch() gives null for the signal's own reason and throws every other error", async () => {
  const failing = (error: unknown): BatchSource => ({
    batchesPerEpoch: 1,
    next: () => Promise.reject(error),
  });
  const fault = new Error("a picture is lost"), reason = new Error("stopped");
  const aborted = AbortSignal.abort(reason);
  assert.equal(await nextBatch(failing(reason), aborted), null);
  await assert.rejects(nextBatch(failing(fault), aborted), fault);
  await assert.rejects(nextBatch(failing(reason), undefined), reason);
  await assert.rejects(nextBatch(failing(reason), new AbortController().signal), reason);
});

Deno.test("requireRestorable() says which of two sources cannot tell where it stands", () => {
  const mute: BatchSource = { batchesPerEpoch: 1, next: () => Promise.reject() };
  const able = { ...mute, restore: () => {} };
  requireRestorable(able, { position: 0 });
  assert.throws(() => requireRestorable(able, null), /the one then cannot say where/);
  assert.throws(
    () => requireRestorable(mute, {}),
    /the one now cannot .* 'allowOtherData'/,
  );
});
