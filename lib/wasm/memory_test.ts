import assert from "node:assert/strict";
import { RandomGenerator } from "../tensor/random.ts";
import { SharedHeap } from "./memory.ts";

const PAGE = 65536;

Deno.test("allocate() gives 64-byte aligned blocks that do not overlap", () => {
  const heap = new SharedHeap({ pages: 16 });
  const sizes = [1, 64, 65, 0, 1000, 4];
  const blocks = sizes.map((bytes) => ({ bytes, address: heap.allocate(bytes) }));
  for (const { address } of blocks) assert.equal(address % 64, 0);
  for (const [i, a] of blocks.entries()) {
    for (const b of blocks.slice(i + 1)) {
      assert.ok(a.address + a.bytes <= b.address || b.address + b.bytes <= a.address);
    }
  }
});

Deno.test("free() keeps a block for the next request of its size", () => {
  const heap = new SharedHeap({ pages: 16 });
  const first = heap.allocate(1000);
  heap.allocate(2000);
  heap.free(first);
  assert.equal(heap.allocate(1000), first);
});

Deno.test("live and peak count bytes rounded up to 64", () => {
  const heap = new SharedHeap({ pages: 16 });
  const a = heap.allocate(65);
  const b = heap.allocate(1);
  heap.free(a);
  assert.equal(heap.live, 64);
  assert.equal(heap.peak, 192);
  heap.free(b);
  assert.equal(heap.live, 0);
});

Deno.test("free() joins neighbours, so that a larger block finds room", () => {
  const heap = new SharedHeap({ pages: 3 });
  const blocks = Array.from({ length: 8 }, () => heap.allocate(PAGE / 8));
  for (const address of blocks) heap.free(address);
  const whole = heap.allocate(PAGE);
  assert.equal(whole, blocks[0]);
  heap.free(whole);
  assert.equal(heap.available, PAGE);
  assert.equal(heap.allocate(PAGE / 2), blocks[0]);
  assert.equal(heap.allocate(PAGE / 2), blocks[4]);
});

Deno.test("free() joins a block to what is free before it, after it and on both sides", () => {
  for (
    const order of [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
  ) {
    const heap = new SharedHeap({ pages: 3 });
    const blocks = [64, 192, 128].map((bytes) => heap.allocate(bytes));
    for (const index of order) heap.free(blocks[index]);
    assert.equal(heap.allocate(PAGE), blocks[0]);
  }
});

Deno.test("Blocks in use never overlap, and all memory is one block when all are freed", () => {
  const heap = new SharedHeap({ pages: 18 });
  const random = new RandomGenerator(1);
  const used: { address: number; bytes: number }[] = [];
  for (let turn = 0; turn < 2000; turn++) {
    if (used.length > 40 || (used.length > 0 && random.uniform() < 0.4)) {
      const [{ address }] = used.splice(random.integer(used.length), 1);
      heap.free(address);
      continue;
    }
    const bytes = 64 * (1 + random.integer(100));
    const address = heap.allocate(bytes);
    for (const other of used) {
      assert.ok(
        address + bytes <= other.address || other.address + other.bytes <= address,
      );
    }
    used.push({ address, bytes });
    assert.equal(heap.available + heap.live, 16 * PAGE);
  }
  for (const { address } of used) heap.free(address);
  assert.equal(heap.allocate(16 * PAGE), PAGE);
});

Deno.test("allocate() cuts a free block before it takes memory that was never used", () => {
  const heap = new SharedHeap({ pages: 16 });
  const [large, , small] = [PAGE, 64, 1024, 64].map((bytes) => heap.allocate(bytes));
  heap.free(large);
  heap.free(small);
  assert.equal(heap.allocate(512), small);
  assert.equal(heap.allocate(4096), large);
  assert.equal(heap.allocate(4096), large + 4096);
});

Deno.test("allocate() says what was asked and what is free when memory is exhausted", () => {
  const heap = new SharedHeap({ pages: 3 });
  heap.allocate(PAGE / 2);
  assert.throws(
    () => heap.allocate(PAGE),
    {
      name: "MemoryFullError",
      message: "Cannot allocate 65536 bytes of shared memory as they must be free in " +
        "one block: 32768 bytes are free and 32768 are in use. " +
        "Smaller batches or networks need less",
    },
  );
});

Deno.test("allocate() refuses a size that is negative or NaN, and stays as it was", () => {
  const heap = new SharedHeap({ pages: 16 });
  for (const bytes of [NaN, -1]) {
    assert.throws(
      () => heap.allocate(bytes),
      new RangeError(
        `Cannot allocate memory as 'bytes' must be 0 or more: current value is ${bytes}`,
      ),
    );
  }
  assert.equal(heap.allocate(8), 65536);
});

Deno.test("free() refuses an address twice", () => {
  const heap = new SharedHeap({ pages: 16 });
  const address = heap.allocate(8);
  heap.free(address);
  assert.throws(() => heap.free(address), /Cannot free address 65536 as no block in use/);
});

Deno.test("Poison fills fresh and freed blocks with NaN", () => {
  const heap = new SharedHeap({ pages: 16, poison: true });
  const address = heap.allocate(64);
  const values = heap.floats(address, 16);
  assert.ok(values.every(Number.isNaN));
  values.fill(1);
  heap.free(address);
  assert.ok(values.every(Number.isNaN));
});

Deno.test("A heap reserves 4 GiB of addresses by default", () => {
  const heap = new SharedHeap();
  assert.equal(heap.memory.buffer.byteLength, 2 ** 32);
  assert.ok(heap.memory.buffer instanceof SharedArrayBuffer);
});

Deno.test("A heap makes do with half of the pages that the engine refuses, down to 16 MiB", () => {
  const { Memory } = WebAssembly;
  let largest = 1000;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      if (descriptor.initial > largest) throw new RangeError("could not allocate memory");
      super(descriptor);
    }
  };
  try {
    assert.equal(new SharedHeap({ pages: 4096 }).memory.buffer.byteLength, 512 * PAGE);
    largest = 0;
    assert.throws(() => new SharedHeap({ pages: 4096 }), {
      name: "MemoryRefusedError",
      message: "Cannot reserve shared memory as the engine must grant 256 pages of " +
        "64 KiB: could not allocate memory",
    });
  } finally {
    WebAssembly.Memory = Memory;
  }
});

/** `load(address)` of one float from a memory of one page of 64 KiB. */
// deno-fmt-ignore
const LOAD = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 125, 3, 2, 1, 0, 5, 4, 1, 1, 1, 1,
  7, 8, 1, 4, 108, 111, 97, 100, 0, 0, 10, 9, 1, 7, 0, 32, 0, 42, 2, 0, 11,
]);

Deno.test("All kernels are tested with bounds checks, as a load past a memory's end traps here", () => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(LOAD));
  const load = exports.load as (address: number) => number;
  assert.equal(load(65532), 0);
  // Under --no-wasm-bounds-checks the process would end at this line.
  assert.throws(() => load(65536), WebAssembly.RuntimeError);
});
