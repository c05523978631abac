/**
 * Threads for tests that train many small networks, which gain little from a second thread
 * in the kernels and much from training two at a time.
 *
 * @module
 */
import { parentPort, Worker } from "node:worker_threads";

/** How many jobs are done at a time: CI has two cores. */
const THREADS = 2;

type Answer<Result> = { result: Result } | { fault: unknown };

interface Job<Task, Result> {
  task: Task;
  settled: PromiseWithResolvers<Result>;
}

/**
 * Does one program's jobs, each of its threads one after another.
 *
 * The jobs begin in the order in which they are named, before anybody asks for a result;
 * one that is asked for goes to the front. So a filter that leaves one test waits for
 * little more than that test's job.
 */
export class Crew<Task, Result> {
  readonly #queue: Job<Task, Result>[] = [];
  readonly #workers: Worker[] = [];
  #asked = 0;

  /** @param program The address of a file that calls {@link serveCrew}. */
  constructor(program: URL) {
    for (let i = 0; i < THREADS; i++) this.#serve(new Worker(program));
  }

  /**
   * Puts a job at the end of the queue.
   *
   * @param task What the program gets, as a message carries it.
   * @returns Asks for the job's result; it throws what the job threw.
   */
  prepare(task: Task): () => Promise<Result> {
    const job = { task, settled: Promise.withResolvers<Result>() };
    // Who asks hears of a fault; a job that nobody asks for does not end the tests.
    job.settled.promise.catch(() => {});
    this.#queue.push(job);
    return () => this.#ask(job);
  }

  async #ask(job: Job<Task, Result>): Promise<Result> {
    const place = this.#queue.indexOf(job);
    if (place > 0) this.#queue.unshift(...this.#queue.splice(place, 1));
    // Only who waits keeps the process alive.
    if (this.#asked++ === 0) { for (const worker of this.#workers) worker.ref(); }
    try {
      return await job.settled.promise;
    } finally {
      if (--this.#asked === 0) { for (const worker of this.#workers) worker.unref(); }
    }
  }

  #serve(worker: Worker): void {
    worker.unref();
    this.#workers.push(worker);
    let current: Job<Task, Result> | undefined;
    const next = () => {
      current = this.#queue.shift();
      if (current) worker.postMessage(current.task);
    };
    worker.on("message", (answer: Answer<Result> | "ready") => {
      if (answer !== "ready") {
        if ("result" in answer) current!.settled.resolve(answer.result);
        else current!.settled.reject(answer.fault);
      }
      next();
    });
    worker.on("error", (error) => {
      for (const job of [current, ...this.#queue]) job?.settled.reject(error);
    });
  }
}

/**
 * Makes this program one thread of a crew.
 *
 * @param run Does a job.
 */
export function serveCrew<Task, Result>(run: (task: Task) => Promise<Result>): void {
  const tell = (answer: Answer<Result> | "ready") => parentPort!.postMessage(answer);
  parentPort!.on("message", async (task: Task) => {
    try {
      tell({ result: await run(task) });
    } catch (fault) {
      tell({ fault });
    }
  });
  tell("ready");
}
