/**
 * Threads that share one memory and do the tasks of one job at a time.
 *
 * @module
 */

import { Worker } from "node:worker_threads";
import { requirePositive } from "../tensor/require_positive.ts";
import program from "./worker.js" with { type: "text" };
import { CONTROL, runTasks, waitWhile } from "./worker.js";

/** Bytes at the start of the memory that the pool keeps for itself. */
export const CONTROL_BYTES = CONTROL.length * 4;

/**
 * How long a thread stays awake for the next job, or for the others to finish. Steps on
 * two free cores take a tenth less time than with a spin of 2 µs, after which a thread
 * sleeps between all jobs; beside a program that keeps one of the cores busy they take a
 * few hundredths more, and with .5 ms a fifth more.
 */
const SPIN_MILLISECONDS = 0.2;

type Kernel = (args: number, task: number, thread: number) => void;

/**
 * Forks a kernel's tasks over threads and joins them, synchronously.
 *
 *     job = kernel(args, 0), kernel(args, 1), … kernel(args, tasks − 1)
 *
 * The calling thread works too, so `threads = 1` starts none. Threads are Node's workers
 * and not the web's: those keep a Deno process alive, these do not.
 */
export class ThreadPool {
  /** How many threads work on a job, the calling one included. */
  readonly threads: number;
  /** The kernels' names, in the module's order. */
  readonly names: readonly string[];

  readonly #words: Int32Array;
  readonly #kernels: Kernel[];
  readonly #index: Map<string, number>;
  readonly #stopAtEnd = () => this.stop();
  #stopped = false;

  private constructor(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    threads: number,
  ) {
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const kernels = Object.entries(exports)
      .filter(([, value]) => typeof value === "function");
    this.threads = threads;
    this.names = kernels.map(([name]) => name);
    this.#kernels = kernels.map(([, value]) => value as Kernel);
    this.#index = new Map(this.names.map((name, i) => [name, i]));
    this.#words = new Int32Array(memory.buffer, 0, CONTROL.length);
  }

  /**
   * Starts the threads and waits until all are ready.
   *
   * @param module The compiled kernels; they import `env.memory` and nothing else.
   * @param memory Shared; its first {@link CONTROL_BYTES} belong to the pool.
   * @param threads At least 1.
   * @throws {RangeError} If `threads` is no positive integer.
   */
  static async start(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    threads: number,
  ): Promise<ThreadPool> {
    requirePositive(threads, { action: "start a thread pool", name: "threads" });
    const pool = new ThreadPool(module, memory, threads);
    const started = Array.from(
      { length: threads - 1 },
      (_, i) => startThread({ module, memory, thread: i + 1 }),
    );
    await Promise.all(started);
    globalThis.addEventListener("unload", pool.#stopAtEnd);
    return pool;
  }

  /**
   * Does all tasks of a job and returns when the last is done.
   *
   * @param name An export of the module.
   * @param tasks How many tasks; 0 does nothing.
   * @param args Address of the arguments, the same for every task.
   * @throws {Error} If a task traps. The pool can be used again; what the job wrote is
   * undefined.
   */
  run(name: string, tasks: number, args: number): void {
    const kernel = this.#index.get(name);
    if (kernel === undefined) {
      throw new RangeError(
        `Cannot run kernel '${name}' as the module exports no such function`,
      );
    }
    const words = this.#words;
    words[CONTROL.kernel] = kernel;
    words[CONTROL.args] = args;
    words[CONTROL.tasks] = tasks;
    Atomics.store(words, CONTROL.failed, 0);
    Atomics.store(words, CONTROL.next, 0);
    const fork = tasks > 1 && this.threads > 1 && !this.#stopped;
    if (fork) {
      Atomics.store(words, CONTROL.open, 1);
      Atomics.add(words, CONTROL.job, 1);
      Atomics.notify(words, CONTROL.job);
    }
    runTasks(words, this.#kernels, 0);
    if (fork) this.#join();
    const failed = Atomics.load(words, CONTROL.failed);
    if (failed > 0) {
      throw new Error(
        `Kernel '${name}' failed in task ${failed - 1}: ${this.#message()}`,
      );
    }
  }

  /** Ends the threads; jobs then run on the calling thread alone. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    globalThis.removeEventListener("unload", this.#stopAtEnd);
    Atomics.store(this.#words, CONTROL.stop, 1);
    Atomics.add(this.#words, CONTROL.job, 1);
    Atomics.notify(this.#words, CONTROL.job);
  }

  /** Closes the job, then waits for every thread that is inside it. */
  #join(): void {
    Atomics.store(this.#words, CONTROL.open, 0);
    for (;;) {
      const active = Atomics.load(this.#words, CONTROL.active);
      if (active === 0) return;
      waitWhile(this.#words, CONTROL.active, active, SPIN_MILLISECONDS);
    }
  }

  #message(): string {
    const start = CONTROL.message + 1;
    const length = this.#words[CONTROL.message];
    return String.fromCharCode(...this.#words.subarray(start, start + length));
  }
}

interface ThreadStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  thread: number;
}

function startThread(start: ThreadStart): Promise<void> {
  const source = program + `
    import { parentPort, workerData } from "node:worker_threads";
    serve(workerData, (message) => parentPort.postMessage(message));
  `;
  const worker = new Worker(
    new URL(`data:text/javascript,${encodeURIComponent(source)}`),
    { workerData: { ...start, spinMilliseconds: SPIN_MILLISECONDS } },
  );
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", () => {
      worker.unref();
      resolve();
    });
  });
}
