// What JavaScript reads and writes while kernels are not done yet.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "./start.ts";

const backend = await startWasmBackend({ name: "wasm-ahead", threads: 2 });

/** Numbers of a tensor that keeps the other thread busy for a while. */
const MANY = 2 ** 24;

/**
 * Runs a test with a kernel on its way that takes far longer than a few lines of
 * JavaScript. The test may ask for two more: for a fourth the main thread would stay and
 * help.
 */
function testAhead(name: string, run: (value: number) => void): void {
  Deno.test(name, async () => {
    await tf.setBackend("wasm-ahead");
    const before = { tensors: tf.memory().numTensors, bytes: backend.heap.live };
    tf.tidy(() => {
      const long = tf.ones([MANY]);
      backend.address(long);
      backend.settle();
      tf.sqrt(long);
      run(value++);
    });
    assert.equal(tf.memory().numTensors, before.tensors);
    assert.equal(backend.heap.live, before.bytes);
  });
}

/** Another for each test, so that what an earlier one left in memory is no right answer. */
let value = 2;

testAhead("dataSync() gives what a kernel that was on its way has written", (value) => {
  const x = tf.fill([100], value);
  assert.deepEqual([...tf.square(x).dataSync()], Array(100).fill(value ** 2));
});

testAhead("tfjs's own kernels wait for those on their way", (value) => {
  const x = tf.fill([100], value);
  assert.equal(tf.cumsum(x).dataSync()[99], 100 * value);
});

testAhead(
  "so do tfjs's kernels in place of ours, for cases that ours do not cover",
  (value) => {
    const [rows, columns] = [tf.fill([3, 1], value), tf.ones([1, 3])];
    backend.settle();
    tf.sqrt(tf.ones([MANY]));
    const sums = tf.add(tf.square(rows), columns);
    assert.deepEqual([...sums.dataSync()], Array(9).fill(value ** 2 + 1));
  },
);

for (const size of [60, 61, 5000]) {
  testAhead(
    `${size} numbers do not overwrite what a kernel has still to read`,
    (value) => {
      const x = tf.fill([size], value);
      const place = backend.address(x);
      const y = tf.square(x);
      x.dispose();
      const written = tf.tensor1d(Array(size).fill(100 + value));
      // The test is of use only where the new tensor gets the old one's memory.
      assert.equal(backend.address(written), place);
      assert.deepEqual([...y.dataSync()], Array(size).fill(value ** 2));
      assert.deepEqual([...written.dataSync()], Array(size).fill(100 + value));
    },
  );

  testAhead(`nor do ${size} integers that become floats for a kernel`, (value) => {
    const integers = tf.tensor1d(Array(size).fill(100 + value), "int32");
    const x = tf.fill([size], value);
    const place = backend.address(x);
    const y = tf.square(x);
    x.dispose();
    backend.withScratch(() => {
      assert.equal(backend.address(integers), place);
      assert.deepEqual([...backend.floats(place, size)], Array(size).fill(100 + value));
    });
    assert.deepEqual([...y.dataSync()], Array(size).fill(value ** 2));
  });
}

testAhead("floats() shows what kernels on their way have written", (value) => {
  const y = tf.square(tf.fill([100], value));
  assert.equal(backend.floats(backend.address(y), 100)[99], value ** 2);
});

Deno.test("tf.time() ends when its kernels are done, not when they are asked for", async () => {
  await tf.setBackend("wasm-ahead");
  const long = tf.fill([MANY], value);
  const results: tf.Tensor[] = [];
  await tf.time(() => void results.push(tf.square(long)));
  const place = backend.address(results[0]);
  assert.equal(backend.heap.floats(place, MANY)[MANY - 1], value ** 2);
  tf.dispose([long, ...results]);
});
