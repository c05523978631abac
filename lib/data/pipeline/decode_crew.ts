/**
 * Threads that decode pictures while the calling thread does something else.
 *
 * @module
 */
import { Worker } from "node:worker_threads";
import { requirePositive } from "../../tensor/require_positive.ts";
import type {
  DecodeAnswer,
  DecodeJob,
  DecodeRequest,
  DecodeResult,
  DecodeTask,
} from "./decode_worker.ts";

/** How long a thread may take to finish the pictures in work before it is stopped. */
const END_MILLISECONDS = 2000;

interface Member {
  worker: Worker;
  /** Pictures that it was asked for and has not answered. */
  asked: number;
  ended: Promise<void>;
}

/**
 * Threads that decode pictures into shared memory, at the same time as the calling thread
 * trains.
 *
 * They are given work far ahead, as a training step does not let their messages through:
 * each has its own queue and needs nobody until it is empty. They are Node's workers and
 * not the web's: those keep a Deno process alive, these do so only while somebody awaits
 * their results.
 */
export class DecodeCrew {
  readonly #members: Member[] = [];
  readonly #origin: string;
  #results: DecodeResult[] = [];
  #failure: Error | null = null;
  #ending: Promise<void> | null = null;
  #wake: (() => void) | null = null;

  private constructor(origin: string) {
    this.#origin = origin;
  }

  /**
   * Starts threads and waits until all have opened the pictures.
   *
   * @param job What they decode and where to.
   * @param options `threads`, from 1; `origin`, what the pictures are, for messages;
   * `signal`, which ends the waiting with its reason; `program`, what a thread runs.
   * @throws {RangeError} If `threads` is no positive integer.
   * @throws {Error} If a thread cannot open the pictures; it says why. Aborted, the
   * signal's reason.
   */
  static async start(
    job: DecodeJob,
    { threads, origin, signal, program = new URL("./decode_worker.ts", import.meta.url) }:
      {
        threads: number;
        origin: string;
        signal?: AbortSignal;
        program?: URL;
      },
  ): Promise<DecodeCrew> {
    requirePositive(threads, { action: "decode pictures", name: "workers" });
    signal?.throwIfAborted();
    const crew = new DecodeCrew(origin);
    const aborted = Promise.withResolvers<never>();
    const stop = () => aborted.reject(signal!.reason);
    signal?.addEventListener("abort", stop);
    try {
      const ready = Array.from({ length: threads }, () => crew.#add(program, job));
      await Promise.race([Promise.all(ready), aborted.promise]);
    } catch (error) {
      await crew.end();
      throw error;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
    return crew;
  }

  /** Asks for pictures, each of the thread that has the least to do. */
  ask(tasks: DecodeTask[]): void {
    const shares = this.#members.map((): DecodeTask[] => []);
    for (const task of tasks) {
      const asked = this.#members.map(({ asked }) => asked);
      const least = asked.indexOf(Math.min(...asked));
      this.#members[least].asked++;
      shares[least].push(task);
    }
    shares.forEach((share, i) => {
      if (share.length > 0) this.#send(this.#members[i], { tasks: share });
    });
  }

  /**
   * The results that came since they were last taken.
   *
   * @throws {Error} If a thread failed or ended by itself.
   */
  take(): DecodeResult[] {
    if (this.#failure) throw this.#failure;
    const results = this.#results;
    this.#results = [];
    return results;
  }

  /**
   * Waits until there is a result to take, or the crew fails or is stopped.
   *
   * Only one caller may wait at a time.
   */
  async wait(): Promise<void> {
    if (this.#failure || this.#results.length > 0) return;
    for (const { worker } of this.#members) worker.ref();
    await new Promise<void>((resolve) => this.#wake = resolve);
    this.#wake = null;
    if (!this.#ending) { for (const { worker } of this.#members) worker.unref(); }
  }

  /** Makes this and all later results fail: those who wait are told at once. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#wake?.();
  }

  /**
   * Ends the threads when they have finished the pictures in work.
   *
   * A thread that hangs, on a dead network drive for example, is stopped after two seconds.
   */
  end(): Promise<void> {
    return this.#ending ??= this.#endAll();
  }

  async #endAll(): Promise<void> {
    await Promise.all(this.#members.map(async (member) => {
      member.worker.ref();
      this.#send(member, "end");
      const timer = setTimeout(() => member.worker.terminate(), END_MILLISECONDS);
      await member.ended;
      clearTimeout(timer);
    }));
  }

  #send({ worker }: Member, request: DecodeRequest): void {
    worker.postMessage(request);
  }

  #add(program: URL, job: DecodeJob): Promise<void> {
    const worker = new Worker(program, { workerData: job });
    const ended = Promise.withResolvers<void>();
    const ready = Promise.withResolvers<void>();
    const member = { worker, asked: 0, ended: ended.promise };
    this.#members.push(member);
    const fail = (reason: string) => {
      const error = new Error(`Cannot decode pictures of ${this.#origin}: ${reason}`);
      ready.reject(error);
      this.fail(error);
    };
    worker.on("message", (answer: DecodeAnswer) => {
      if ("ready" in answer) {
        worker.unref();
        ready.resolve();
      } else if ("failed" in answer) fail(answer.failed);
      else if ("ended" in answer) worker.terminate();
      else {
        member.asked -= answer.results.length;
        this.#results.push(...answer.results);
        this.#wake?.();
      }
    });
    worker.on("error", (error: Error) => fail(`a thread failed: ${error.message}`));
    worker.on("exit", (code) => {
      if (!this.#ending) fail(`a thread ended by itself, with exit code ${code}`);
      ended.resolve();
    });
    return ready.promise;
  }
}
