import assert from "node:assert/strict";
import { SharedHeap } from "./memory.ts";
import kernels from "./kernels.wasm" with { type: "bytes" };
import { ThreadPool } from "./pool.ts";
import { CONTROL } from "./worker.js";

const module = await WebAssembly.compile(kernels);

/** A pool on a small heap, and a way to run `fill` on it. */
async function startPool(threads: number) {
  const heap = new SharedHeap({ pages: 512 });
  const pool = await ThreadPool.start(module, heap.memory, threads);
  const fill = (address: number, count: number, chunk: number, value: number) =>
    pool.run("fill", Math.ceil(count / chunk), [address, count, chunk], [value]);
  return { heap, pool, fill };
}

for (const threads of [1, 2, 3, 4]) {
  Deno.test(`settle() returns when every task was done, ${threads} threads`, async () => {
    const { heap, pool, fill } = await startPool(threads);
    const address = heap.allocate(4000);
    const values = heap.floats(address, 1000);
    for (let job = 1; job <= 500; job++) {
      values.fill(0);
      fill(address, 999, 1 + job % 50, job);
      pool.settle();
      assert.ok(values.subarray(0, 999).every((value) => value === job), `job ${job}`);
      assert.equal(values[999], 0);
    }
    pool.stop();
  });

  Deno.test(`a job sees all that the jobs before it wrote, ${threads} threads`, async () => {
    const { heap, pool, fill } = await startPool(threads);
    const [numbers, sums] = [0, 1].map(() => heap.allocate(4000));
    const whole = 0x7fffff00;
    fill(sums, 1000, 1000, 0);
    let expected = 0;
    for (let job = 1; job <= 2000; job++) {
      fill(numbers, 1000, 4 + 4 * (job % 50), job % 7);
      const chunk = 4 + 4 * (job % 31);
      const add = [sums, numbers, sums, 1000, chunk, whole, whole];
      pool.run("add", Math.ceil(1000 / chunk), add);
      expected += job % 7;
    }
    pool.settle();
    assert.ok(heap.floats(sums, 1000).every((sum) => sum === expected));
    pool.stop();
  });
}

Deno.test("run() waits for a free place where more jobs come than it can note down", async () => {
  const { heap, pool, fill } = await startPool(2);
  const count = 2 ** 22;
  const long = heap.allocate(4 * count);
  const small = heap.allocate(64 * 200);
  fill(long, count, count, 1);
  for (let job = 0; job < 200; job++) fill(small + 64 * job, 1, 4, job);
  pool.settle();
  for (let job = 0; job < 200; job++) {
    assert.equal(heap.floats(small + 64 * job, 1)[0], job);
  }
  pool.stop();
});

Deno.test("settle() waits for a task that another thread has begun", async () => {
  const { heap, pool, fill } = await startPool(2);
  const chunk = 2 ** 20;
  const address = heap.allocate(2 * chunk * 4);
  const values = heap.floats(address, 2 * chunk);
  for (let job = 1; job <= 400; job++) {
    fill(address, 2 * chunk, chunk, job);
    pool.settle();
    // Looked at at once: a look at all of them would take as long as a task.
    const lasts = [values[chunk - 1], values[2 * chunk - 1]];
    assert.deepEqual(lasts, [job, job]);
  }
  pool.stop();
});

Deno.test("run() leaves a job to the other threads, which do it while this one waits", async () => {
  const { heap, pool, fill } = await startPool(2);
  const address = heap.allocate(400);
  const last = heap.floats(address + 99 * 4, 1);
  fill(address, 100, 10, 5);
  // Nobody settles: this thread does none of the tasks.
  for (let look = 0; look < 2000 && last[0] !== 5; look++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.equal(last[0], 5);
  pool.stop();
});

Deno.test("settle() reports a task that traps, on any thread, and the pool goes on", async () => {
  const { heap, pool, fill } = await startPool(3);
  const outside = heap.memory.buffer.byteLength;
  const address = heap.allocate(400);
  for (let i = 0; i < 20; i++) {
    assert.throws(
      () => {
        fill(outside - 1024, 4096, 64, 1);
        fill(address, 100, 10, i);
        pool.settle();
      },
      /Kernel 'fill' failed in task \d+: RuntimeError: memory access out of bounds/,
    );
    assert.ok(heap.floats(address, 100).every((value) => value === i));
  }
  fill(address, 100, 10, 7);
  pool.settle();
  assert.ok(heap.floats(address, 100).every((value) => value === 7));
  pool.stop();
});

Deno.test("run() reports a task that traps at once if the pool has one thread", async () => {
  const { heap, fill } = await startPool(1);
  const outside = heap.memory.buffer.byteLength;
  assert.throws(() => fill(outside - 64, 64, 64, 1), /Kernel 'fill' failed in task 0/);
});

Deno.test("stop() has all jobs done, and then run() works on the calling thread", async () => {
  const { heap, pool, fill } = await startPool(2);
  const address = heap.allocate(400);
  const values = heap.floats(address, 100);
  for (let job = 1; job <= 20; job++) fill(address, 100, 10, job);
  pool.stop();
  assert.ok(values.every((value) => value === 20));
  fill(address, 100, 10, 3);
  assert.ok(values.every((value) => value === 3));
});

Deno.test("threads sleep where no job is pending, and none after stop()", async () => {
  const { heap, pool, fill } = await startPool(3);
  const address = heap.allocate(400);
  fill(address, 100, 10, 3);
  const words = new Int32Array(heap.memory.buffer);
  /** Wakes those that sleep, which find no job and sleep again, and counts them. */
  const asleepAfter = async (milliseconds: number) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return Atomics.notify(words, CONTROL.unclaimed);
  };
  let asleep = 0;
  // A busy machine lets them sleep again only after a while.
  for (let look = 1; look <= 300 && asleep < 2; look++) asleep = await asleepAfter(look);
  assert.equal(asleep, 2);
  pool.stop();
  fill(address, 100, 10, 4);
  assert.equal(await asleepAfter(200), 0);
});

Deno.test("run() refuses a kernel that the module lacks, and too many arguments", async () => {
  const { pool } = await startPool(1);
  assert.throws(() => pool.run("nothing", 1, []), /Cannot run kernel 'nothing'/);
  assert.throws(
    () => pool.run("fill", 1, new Array(60).fill(0), new Array(5).fill(0)),
    /Cannot run kernel 'fill' as a kernel takes at most 64 arguments: current number is 65/,
  );
});

Deno.test("run() refuses what is no number of tasks, and does nothing for none", async () => {
  const { heap, pool } = await startPool(2);
  for (const tasks of [NaN, -1, .5]) {
    assert.throws(
      () => pool.run("fill", tasks, [0, 0, 4]),
      new RegExp(`'tasks' must be a whole number from 0: current value is ${tasks}`),
    );
  }
  const address = heap.allocate(4);
  pool.run("fill", 0, [address, 1, 4], [1]);
  pool.settle();
  assert.equal(heap.floats(address, 1)[0], 0);
  pool.stop();
});

Deno.test("start() refuses a number of threads below 1", async () => {
  const { memory } = new SharedHeap({ pages: 512 });
  await assert.rejects(
    ThreadPool.start(module, memory, 0),
    /'threads' must be a positive integer: current value is 0/,
  );
});
