/**
 * Threads that share one memory and do the tasks of one job at a time.
 *
 * @module
 */

import { Worker } from "node:worker_threads";
import { requirePositive } from "../tensor/require_positive.ts";
import program from "./worker.js" with { type: "text" };
import { CONTROL, doTask, JOB, JOBS, jobWord, openNext, waitForTask } from "./worker.js";

/** Words at the start of the memory that the pool keeps for itself. */
const WORDS = CONTROL.length + JOBS * JOB.length;

/** Bytes of them. */
export const POOL_BYTES = WORDS * 4;

/**
 * How long a thread stays awake for the next job, or for the others to finish. Steps on
 * two free cores take a tenth less time than with a spin of 2 µs, after which a thread
 * sleeps between all jobs; beside a program that keeps one of the cores busy they take a
 * few hundredths more, and with .5 ms a fifth more.
 */
const SPIN_MILLISECONDS = 0.2;

/**
 * Pending jobs from which on the main thread works too before it prepares another: so
 * many that the other threads have work while it is in a task of its own.
 */
const ENOUGH_PENDING = 4;

type Kernel = (args: number, task: number, thread: number) => void;

/**
 * Does the tasks of jobs on several threads, one job after the other.
 *
 *     job = kernel(args, 0), kernel(args, 1), … kernel(args, tasks − 1)
 *
 * {@link run} only notes a job down, so that the calling thread goes on to prepare the
 * next while the others work; where it is ahead of them it works too. Whoever wants to
 * see what jobs wrote, or to write where a job may still read, calls {@link settle}
 * first. With `threads = 1` no other thread is started, and `run()` does the job itself.
 *
 * Threads are Node's workers and not the web's: those keep a Deno process alive, these do
 * not.
 */
export class ThreadPool {
  /** How many threads work on a job, the calling one included. */
  readonly threads: number;
  /** The kernels' names, in the module's order. */
  readonly names: readonly string[];

  readonly #words: Int32Array;
  readonly #floats: Float32Array;
  readonly #kernels: Kernel[];
  readonly #index: Map<string, number>;
  readonly #stopAtEnd = () => this.stop();
  /** The number of the newest job. */
  #newest = 0;
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
    this.#words = new Int32Array(memory.buffer, 0, WORDS);
    this.#floats = new Float32Array(memory.buffer, 0, WORDS);
  }

  /**
   * Starts the threads and waits until all are ready.
   *
   * @param module The compiled kernels; they import `env.memory` and nothing else.
   * @param memory Shared; its first {@link POOL_BYTES} belong to the pool.
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
   * Adds a job to those that are to be done. It sees what all jobs before it wrote.
   *
   * @param name An export of the module.
   * @param tasks How many tasks, a whole number; 0 does nothing.
   * @param integers The 32-bit integers and addresses that its argument struct has first.
   * @param floats The 32-bit floats that the struct has after them.
   * @throws {RangeError} If the module has no such export, there are too many arguments,
   * or `tasks` is no number of tasks.
   * @throws {Error} If the calling thread is the only one and a task traps.
   */
  run(
    name: string,
    tasks: number,
    integers: readonly number[],
    floats: readonly number[] = [],
  ): void {
    if (!Number.isSafeInteger(tasks) || tasks < 0) {
      throw new RangeError(
        `Cannot run kernel '${name}' as 'tasks' must be a whole number from 0: ` +
          `current value is ${tasks}`,
      );
    }
    const words = this.#words;
    this.#helpUntil(JOBS - 1);
    const job = this.#note(name, integers, floats);
    if (this.threads === 1 || this.#stopped) return this.#doHere(job, tasks);
    if (tasks === 0) return;
    words[job + JOB.tasks] = tasks;
    this.#newest++;
    if (Atomics.add(words, CONTROL.pending, 1) === 0) openNext(words);
    while (Atomics.load(words, CONTROL.pending) >= ENOUGH_PENDING) {
      if (!doTask(words, this.#kernels, 0)) return;
    }
  }

  /**
   * Does a job of one task at once, on the calling thread alone and with no other job at
   * work, so that its time can be measured.
   *
   * @param name An export of the module.
   * @param integers The 32-bit integers and addresses that its argument struct has.
   * @throws {RangeError} As {@link run}.
   * @throws {Error} If the task traps, or one of an earlier job did.
   */
  runHere(name: string, integers: readonly number[]): void {
    this.settle();
    this.#doHere(this.#note(name, integers, []), 1);
  }

  /**
   * Returns when all jobs are done, and works on them meanwhile.
   *
   * @throws {Error} If a task trapped since the last time. The pool can be used again;
   * what that job wrote, and what later ones made of it, is undefined.
   */
  settle(): void {
    this.#helpUntil(0);
    const words = this.#words;
    const failed = Atomics.exchange(words, CONTROL.failedKernel, 0);
    if (failed > 0) {
      throw this.#failure(failed - 1, words[CONTROL.failedTask], this.#text());
    }
  }

  /** Ends the threads; jobs then run on the calling thread alone. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    globalThis.removeEventListener("unload", this.#stopAtEnd);
    this.#helpUntil(0);
    Atomics.store(this.#words, CONTROL.stop, 1);
    Atomics.store(this.#words, CONTROL.unclaimed, -1);
    Atomics.notify(this.#words, CONTROL.unclaimed);
  }

  /** Writes the next job's kernel and arguments; returns its first word. */
  #note(name: string, integers: readonly number[], floats: readonly number[]): number {
    const kernel = this.#index.get(name);
    if (kernel === undefined) {
      throw new RangeError(
        `Cannot run kernel '${name}' as the module exports no such function`,
      );
    }
    if (integers.length + floats.length > JOB.argsLength) {
      throw new RangeError(
        `Cannot run kernel '${name}' as a kernel takes at most ${JOB.argsLength} ` +
          `arguments: current number is ${integers.length + floats.length}`,
      );
    }
    const job = jobWord(this.#newest + 1);
    this.#words[job + JOB.kernel] = kernel;
    this.#words.set(integers, job + JOB.args);
    this.#floats.set(floats, job + JOB.args + integers.length);
    return job;
  }

  /** Does a job at once, on the calling thread alone. */
  #doHere(job: number, tasks: number): void {
    const kernel = this.#words[job + JOB.kernel];
    for (let task = 0; task < tasks; task++) {
      try {
        this.#kernels[kernel]((job + JOB.args) * 4, task, 0);
      } catch (error) {
        throw this.#failure(kernel, task, String(error));
      }
    }
  }

  #failure(kernel: number, task: number, message: string): Error {
    return new Error(`Kernel '${this.names[kernel]}' failed in task ${task}: ${message}`);
  }

  /** Does tasks, or waits while others do the last of a job, until few jobs are pending. */
  #helpUntil(most: number): void {
    const words = this.#words;
    for (;;) {
      const pending = Atomics.load(words, CONTROL.pending);
      if (pending <= most) return;
      if (doTask(words, this.#kernels, 0)) continue;
      waitForTask(words, CONTROL.pending, pending, SPIN_MILLISECONDS);
    }
  }

  /** The message of the task that failed on some thread. */
  #text(): string {
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
