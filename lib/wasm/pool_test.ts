import assert from "node:assert/strict";
import { SharedHeap } from "./memory.ts";
import kernels from "./kernels.wasm" with { type: "bytes" };
import { CONTROL_BYTES, ThreadPool } from "./pool.ts";
import { CONTROL } from "./worker.js";

const module = await WebAssembly.compile(kernels);

/** A pool on a small heap, and a way to run `fill` on it. */
async function startPool(threads: number) {
  const heap = new SharedHeap({ pages: 512 });
  const pool = await ThreadPool.start(module, heap.memory, threads);
  const integers = new Int32Array(heap.memory.buffer, CONTROL_BYTES, 3);
  const floats = heap.floats(CONTROL_BYTES + 12, 1);
  const fill = (address: number, count: number, chunk: number, value: number) => {
    integers.set([address, count, chunk]);
    floats[0] = value;
    pool.run("fill", Math.ceil(count / chunk), CONTROL_BYTES);
  };
  return { heap, pool, fill };
}

for (const threads of [1, 2, 3, 4]) {
  Deno.test(`run() does every task once and before it returns, ${threads} threads`, async () => {
    const { heap, pool, fill } = await startPool(threads);
    const address = heap.allocate(4000);
    const values = heap.floats(address, 1000);
    for (let job = 1; job <= 500; job++) {
      values.fill(0);
      fill(address, 999, 1 + job % 50, job);
      assert.ok(values.subarray(0, 999).every((value) => value === job), `job ${job}`);
      assert.equal(values[999], 0);
    }
    pool.stop();
  });
}

Deno.test("run() waits for a task that another thread has begun", async () => {
  const { heap, pool, fill } = await startPool(2);
  const chunk = 2 ** 20;
  const address = heap.allocate(2 * chunk * 4);
  const values = heap.floats(address, 2 * chunk);
  for (let job = 1; job <= 400; job++) {
    fill(address, 2 * chunk, chunk, job);
    // Looked at at once: a look at all of them would take as long as a task.
    const lasts = [values[chunk - 1], values[2 * chunk - 1]];
    assert.deepEqual(lasts, [job, job]);
  }
  pool.stop();
});

Deno.test("run() reports a task that traps, on any thread, and the pool goes on", async () => {
  const { heap, pool, fill } = await startPool(3);
  const outside = heap.memory.buffer.byteLength;
  for (let i = 0; i < 20; i++) {
    assert.throws(
      () => fill(outside - 1024, 4096, 64, 1),
      /Kernel 'fill' failed in task \d+: RuntimeError: memory access out of bounds/,
    );
  }
  const address = heap.allocate(400);
  fill(address, 100, 10, 7);
  assert.ok(heap.floats(address, 100).every((value) => value === 7));
  pool.stop();
});

Deno.test("run() works on the calling thread after stop()", async () => {
  const { heap, pool, fill } = await startPool(2);
  pool.stop();
  const address = heap.allocate(400);
  fill(address, 100, 10, 3);
  assert.ok(heap.floats(address, 100).every((value) => value === 3));
});

Deno.test("threads sleep between jobs, and end at stop()", async () => {
  const { heap, pool, fill } = await startPool(3);
  const address = heap.allocate(400);
  fill(address, 100, 10, 3);
  const words = new Int32Array(heap.memory.buffer);
  /** Wakes those that sleep, which find no job and sleep again, and counts them. */
  const asleepAfter = async (milliseconds: number) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return Atomics.notify(words, CONTROL.job);
  };
  let asleep = 0;
  // A busy machine lets them sleep again only after a while.
  for (let look = 1; look <= 300 && asleep < 2; look++) asleep = await asleepAfter(look);
  assert.equal(asleep, 2);
  pool.stop();
  assert.equal(await asleepAfter(200), 0);
});

Deno.test("run() refuses a kernel that the module lacks", async () => {
  const { pool } = await startPool(1);
  assert.throws(() => pool.run("nothing", 1, 0), /Cannot run kernel 'nothing'/);
});

Deno.test("start() refuses a number of threads below 1", async () => {
  const { memory } = new SharedHeap({ pages: 512 });
  await assert.rejects(
    ThreadPool.start(module, memory, 0),
    /'threads' must be a positive integer: current value is 0/,
  );
});
