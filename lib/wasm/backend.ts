/**
 * The tfjs backend whose float tensors live in one shared WebAssembly memory.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { DerivedMemory } from "./derived_memory.ts";
import { SharedHeap } from "./memory.ts";
import { POOL_BYTES, ThreadPool } from "./pool.ts";

/** The name under which tfjs knows this backend. */
export const WASM_BACKEND = "wasm-simd";

/** Where kernels try out the machine: behind the pages with the pool's words. */
const WORKBENCH = Math.ceil(POOL_BYTES / 65536) * 65536;
const WORKBENCH_BYTES = 96 * 1024;

/** Numbers that fit in the arguments of `storeNumbers`. */
const MOST_STORED = 60;

/** A tensor's description with the address of its values in the shared memory. */
export interface WasmTensor extends tf.TensorInfo {
  address: number;
}

/** What a {@link WasmBackend} can be asked to be. */
export interface WasmBackendOptions {
  /** Threads that work on a kernel, the calling one included. */
  threads: number;
  /** Whether freed tensors are filled with NaN, so that a use after free shows. */
  poison?: boolean;
}

/**
 * tfjs's CPU backend with its float32 values in shared memory and its hot kernels in
 * WebAssembly.
 *
 * Every op works: those that have no kernel in WebAssembly run tfjs's JavaScript on
 * views over the shared memory. Integers, booleans and strings stay in JavaScript
 * arrays, and so does a float32 tensor until the first kernel asks for its address.
 *
 * What enters or leaves through tfjs is copied, as an address is used again as soon as
 * its tensor is disposed.
 */
export class WasmBackend extends MathBackendCPU {
  /** The memory of all tensors. */
  readonly heap: SharedHeap;
  /** What kernels compute from tensors and keep for one another. */
  readonly derived: DerivedMemory;
  /**
   * The address of 96 KiB of zeros that no tensor ever gets, for kernels that try out the
   * machine: their room must not count as a step's, nor be wanting where memory is full.
   */
  readonly workbench = WORKBENCH;
  /** Told of every {@link call} and its time, if someone measures; else undefined. */
  observer?: (kernel: string, milliseconds: number) => void;

  readonly #pool: ThreadPool;
  readonly #addresses = new WeakMap<tf.DataId, number>();
  #scratch: number[] = [];
  /** What the kernel that runs has made so far; null between kernels. */
  #outputs: tf.DataId[] | null = null;

  private constructor(heap: SharedHeap, pool: ThreadPool) {
    super();
    this.heap = heap;
    // In order: kernels that are not done may still read what is freed.
    heap.writePoison = (address, length) =>
      this.call("fill", 1, [address, length, length], [NaN]);
    this.derived = new DerivedMemory(heap);
    this.#pool = pool;
    // tfjs greets the first tensor of its CPU backend and recommends another backend.
    Reflect.set(this, "firstUse", false);
  }

  /** @param module The compiled kernels. */
  static async create(
    module: WebAssembly.Module,
    options: WasmBackendOptions,
  ): Promise<WasmBackend> {
    const reservedBytes = WORKBENCH + WORKBENCH_BYTES;
    const heap = new SharedHeap({ poison: options.poison, reservedBytes });
    const pool = await ThreadPool.start(module, heap.memory, options.threads);
    return new WasmBackend(heap, pool);
  }

  /** How many threads work on a kernel. */
  get threads(): number {
    return this.#pool.threads;
  }

  /**
   * A new float32 tensor with undefined values.
   *
   * @param shape Its shape.
   * @returns The tensor and the address of its values, row-major, aligned to 64 bytes.
   * A kernel that returns it hands it to tfjs, which disposes it; any other caller
   * disposes it through `disposeData()`.
   */
  output(shape: number[]): WasmTensor {
    const length = shape.reduce((product, size) => product * size, 1);
    const address = this.heap.allocate(length * 4);
    const dataId = super.write(this.heap.floats(address, length), shape, "float32");
    this.#addresses.set(dataId, address);
    this.#outputs?.push(dataId);
    return { dataId, shape, dtype: "float32", address };
  }

  /**
   * The address of a tensor's values as float32, for the kernel that runs. The first
   * time it moves them into the shared memory; integers and booleans it copies, as
   * floats, to scratch memory.
   *
   * @param tensor Not complex, not of strings.
   * @throws {TypeError} If its values are not numbers.
   */
  address(tensor: tf.TensorInfo): number {
    // get() first: it moves the values here if they are with another backend.
    const data = this.data.get(tensor.dataId);
    const known = this.#addresses.get(tensor.dataId);
    if (known !== undefined) return known;
    if (data.dtype === "string" || data.dtype === "complex64") {
      throw new TypeError(
        `Cannot take the address of a tensor as it must be of numbers: ` +
          `current dtype is ${data.dtype}`,
      );
    }
    const numbers = data.values as tf.TypedArray;
    if (data.dtype !== "float32") {
      return this.#stored(numbers, (bytes) => this.scratch(bytes));
    }
    const address = this.#stored(numbers, (bytes) => this.heap.allocate(bytes));
    data.values = this.heap.floats(address, numbers.length);
    this.#addresses.set(tensor.dataId, address);
    return address;
  }

  /**
   * The float32 values at an address, once all kernels are done. What is written there
   * before the next {@link call} is what that kernel reads.
   *
   * @param address A multiple of 4.
   * @param length How many values.
   */
  floats(address: number, length: number): Float32Array {
    this.settle();
    return this.heap.floats(address, length);
  }

  /**
   * Memory that a kernel needs; freed when it returns, though its calls may be pending.
   *
   * @returns Its address, aligned to 64 bytes. The content is undefined, and kernels before
   * may still use it: JavaScript writes there through {@link floats}.
   */
  scratch(bytes: number): number {
    const address = this.heap.allocate(bytes);
    this.#scratch.push(address);
    return address;
  }

  /**
   * Runs a kernel. If it throws, as it does where memory is full, its outputs are freed:
   * nobody else knows them.
   */
  runKernel<T>(run: () => T): T {
    const outer = this.#outputs;
    const outputs: tf.DataId[] = this.#outputs = [];
    try {
      return this.withScratch(run);
    } catch (error) {
      const left = outputs.filter((dataId) => this.data.has(dataId));
      for (const dataId of left) this.disposeData(dataId, true);
      throw error;
    } finally {
      this.#outputs = outer;
    }
  }

  /** Runs a kernel's code and frees its scratch memory; kernels may run one another. */
  withScratch<T>(run: () => T): T {
    const outer = this.#scratch;
    this.#scratch = [];
    try {
      return run();
    } finally {
      for (const address of this.#scratch) this.heap.free(address);
      this.#scratch = outer;
    }
  }

  /**
   * Has a WebAssembly kernel done after all that were called before, now or while this
   * thread goes on. Whoever reads memory calls {@link settle} first; kernels need not.
   *
   * @param kernel The export's name.
   * @param tasks How many tasks. The number must not depend on the number of threads,
   * or results would too.
   * @param integers The 32-bit integers and addresses that its argument struct has first.
   * @param floats The 32-bit floats that the struct has after them.
   */
  call(kernel: string, tasks: number, integers: number[], floats?: number[]): void {
    const started = this.observer ? performance.now() : 0;
    this.#pool.run(kernel, tasks, integers, floats);
    if (!this.observer) return;
    this.settle();
    this.observer(kernel, performance.now() - started);
  }

  /** Does one task of a kernel at once, with no other at work, so that it can be timed. */
  callHere(kernel: string, integers: number[]): void {
    const started = this.observer ? performance.now() : 0;
    this.#pool.runHere(kernel, integers);
    this.observer?.(kernel, performance.now() - started);
  }

  /** Returns when all kernels are done; throws if one failed, with its name. */
  settle(): void {
    this.#pool.settle();
  }

  /** Frees a tensor's memory when its last reference goes. */
  override disposeData(dataId: tf.DataId, force = false): boolean {
    const address = this.#addresses.get(dataId);
    const gone = super.disposeData(dataId, force);
    if (gone) this.derived.forget({ dataId });
    if (gone && address !== undefined) {
      this.#addresses.delete(dataId);
      this.heap.free(address);
    }
    return gone;
  }

  /**
   * Takes values in. tfjs's kernels for Slice, SplitV, Unpack, Complex, Real and Imag
   * hand in views over another tensor's values; those are copied.
   */
  override write(
    values: tf.backend_util.BackendValues,
    shape: number[],
    dtype: tf.DataType,
  ): tf.DataId {
    return super.write(this.#own(values), shape, dtype);
  }

  /** Gives values out, as a copy that stays what it is when the tensor is disposed. */
  override readSync(dataId: tf.DataId): tf.backend_util.BackendValues {
    this.settle();
    return this.#own(super.readSync(dataId));
  }

  /** The `kernelMs` of `tf.time()`: until kernels are done, and not only noted down. */
  override time(run: () => void): Promise<tf.BackendTimingInfo> {
    this.settle();
    return super.time(() => {
      run();
      this.settle();
    });
  }

  /** tfjs asks how sure the backend is of its memory figures: they are exact. */
  override memory(): { unreliable: boolean; reasons: string[] } {
    return { unreliable: false, reasons: [] };
  }

  /** Ends the threads. The kernels then run on the calling thread alone. */
  override dispose(): void {
    this.#pool.stop();
    super.dispose();
  }

  #own(values: tf.backend_util.BackendValues): tf.backend_util.BackendValues {
    if (!ArrayBuffer.isView(values)) return values;
    const buffer: ArrayBufferLike = values.buffer;
    return buffer === this.heap.memory.buffer ? values.slice() : values;
  }

  /**
   * The address of numbers in new memory, of which a kernel that is not done may still read
   * what was there. A few go with a job of their own, for which nobody has to wait.
   */
  #stored(numbers: tf.TypedArray, allocate: (bytes: number) => number): number {
    const { length } = numbers;
    // Before memory is taken, as it throws if a kernel has failed.
    if (length > MOST_STORED) this.settle();
    const address = allocate(4 * length);
    // floats() waits again: for the poison, if new memory gets any.
    if (length > MOST_STORED) this.floats(address, length).set(numbers);
    else this.call("storeNumbers", 1, [address, length], [...numbers]);
    return address;
  }
}
