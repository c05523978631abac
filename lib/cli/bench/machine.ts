/**
 * What the machine itself gives further threads: plain work that shares nothing, as many
 * times at once. Run as a program it is one such load, which obeys as `child.ts` does.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../../backend/choose_backend.ts";
import { serveProcess } from "./child.ts";
import { denoProgram, Participant } from "./participant.ts";
import type { Measured } from "./rounds.ts";
import { type BenchSteps, repeatFor } from "./steps.ts";

/** Arithmetic in a core's own cache, and traffic to and from main memory. */
export const LOADS = ["products", "copies"] as const;
export type Load = typeof LOADS[number];

/** What one process of the machine's measurement does. */
interface LoadJob {
  load: Load;
  /** Rates count single products and copies. */
  batch: 1;
}

/** Side of the matrices: two and their product are 432 KiB, which a core's cache holds. */
const SIDE = 192;

/** Numbers that are copied, 64 MiB of them: more than a cache holds. */
const LENGTH = 2 ** 24;

/**
 * Makes one thread's load and does it once.
 *
 * @param load A product of two matrices by the backend `wasm-simd`, or a copy of memory.
 * @returns Steps of one product or one copy. The caller ends them.
 */
export async function startLoad(load: Load): Promise<BenchSteps> {
  const { run, end } = load === "products" ? await startProducts() : startCopies();
  const measure = (seconds: number) => repeatFor(seconds, run);
  const { seconds: firstStepSeconds } = await measure(0);
  return {
    firstStepSeconds,
    parameters: 0,
    measure,
    end: () => Promise.resolve(end()),
  };
}

async function startProducts() {
  await chooseBackend({ backend: "wasm-simd", threads: 1, log: () => {} });
  const [a, b] = [tf.ones([SIDE, SIDE]), tf.ones([SIDE, SIDE])];
  return { run: () => tf.matMul(a, b).dispose(), end: () => tf.dispose([a, b]) };
}

function startCopies() {
  const [from, to] = [new Float32Array(LENGTH).fill(1), new Float32Array(LENGTH)];
  return { run: () => to.set(from), end: () => {} };
}

/** Processes with loads, of which as many work at once as are wanted. */
export class Machine {
  readonly #processes: Record<Load, Participant[]>;

  private constructor(processes: Record<Load, Participant[]>) {
    this.#processes = processes;
  }

  /**
   * Starts processes for each load and waits until they are ready.
   *
   * @param threads How many work at once at most; each copy needs 128 MiB.
   * @returns The machine. The caller ends it.
   * @throws {BenchFailure} If a process cannot start.
   */
  static async start(threads: number): Promise<Machine> {
    const machine = new Machine({ products: [], copies: [] });
    const program = denoProgram({ flags: [], file: "machine.ts" });
    try {
      for (const load of LOADS) {
        for (let i = 0; i < threads; i++) {
          const job: LoadJob = { load, batch: 1 };
          machine.#processes[load].push(await Participant.start(program, job));
        }
      }
      return machine;
    } catch (error) {
      await machine.end();
      throw error;
    }
  }

  /**
   * Some of the processes as one participant of the rounds.
   *
   * @param load What they do.
   * @param threads How many at once.
   * @returns Its rate is the sum of theirs: products or copies a second.
   */
  atOnce(load: Load, threads: number): Measured {
    return together(this.#processes[load].slice(0, threads));
  }

  /** Ends all processes and waits until they have gone. */
  async end(): Promise<void> {
    for (const processes of Object.values(this.#processes)) {
      for (const process of processes) await process.end();
    }
  }
}

/** Several as one: all work at the same time, and their rates add up. */
export function together(participants: readonly Measured[]): Measured {
  return {
    async measure(seconds) {
      const rates = participants.map((participant) => participant.measure(seconds));
      return (await Promise.all(rates)).reduce((sum, rate) => sum + rate, 0);
    },
  };
}

if (import.meta.main) {
  const { load }: LoadJob = JSON.parse(Deno.args[0]);
  await serveProcess(() => startLoad(load));
}
