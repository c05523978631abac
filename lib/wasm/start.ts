/**
 * Starts the WebAssembly backend, or says what it lacks.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { WASM_BACKEND, WasmBackend, type WasmBackendOptions } from "./backend.ts";
import kernels from "./kernels.wasm" with { type: "bytes" };
import { registerKernels } from "./kernels/register.ts";
import { MemoryRefusedError } from "./memory.ts";

/** Says which part of the machine or the program the backend cannot do without. */
export class WasmUnavailableError extends Error {
  override name = "WasmUnavailableError";

  /**
   * @param missing What is missing, in words.
   * @param options The cause, if an exception was one.
   */
  constructor(missing: string[], options?: ErrorOptions) {
    super(
      `Cannot start the '${WASM_BACKEND}' backend as this JavaScript engine lacks ` +
        `${missing.join(" and ")}: the next best backend is 'cpu'`,
      options,
    );
  }
}

/** What {@link startWasmBackend} can be asked. */
export interface StartOptions {
  /** Threads that work on a kernel; by default one a core. Results do not depend on it. */
  threads?: number;
  /** Whether freed tensors are filled with NaN, so that a use after free shows. */
  poison?: boolean;
  /** tfjs's name for it; tests run several beside one another. */
  name?: string;
}

/** What the engine offers; tests leave parts out. */
export interface Engine {
  SharedArrayBuffer?: unknown;
  WebAssembly?: Pick<typeof WebAssembly, "validate">;
}

/** Backends that are not ready yet, by name; tfjs knows those that are. */
const starting = new Map<string, Promise<WasmBackend>>();

/**
 * Registers the backend and its kernels with tfjs, once, and waits until it is ready.
 *
 *     await startWasmBackend();
 *     await tf.setBackend("wasm-simd");
 *
 * A second call returns the backend that runs. A start that failed leaves nothing behind.
 *
 * @param options By default one thread a core and no poison.
 * @returns The backend, which lives until the program ends or `tf.removeBackend()`.
 * @throws {WasmUnavailableError} If the engine has no SIMD, or not even 16 MiB of shared
 *   memory for it.
 * @throws {RangeError} If `threads` is no positive integer, or the backend already
 *   runs with another number of threads or poison.
 */
export async function startWasmBackend(options: StartOptions = {}): Promise<WasmBackend> {
  const { name = WASM_BACKEND, threads, poison } = options;
  const running = tf.findBackend(name) ?? await starting.get(name);
  if (running instanceof WasmBackend) {
    requireSame("threads", threads, running.threads);
    requireSame("poison", poison, running.heap.poison);
    return running;
  }
  const missing = missingFeatures();
  if (missing.length > 0) throw new WasmUnavailableError(missing);
  const start = startAs(name, {
    threads: threads ?? navigator.hardwareConcurrency,
    poison,
  })
    .finally(() => starting.delete(name));
  starting.set(name, start);
  return await start;
}

async function startAs(name: string, options: WasmBackendOptions): Promise<WasmBackend> {
  const module = await WebAssembly.compile(kernels);
  const backend = await WasmBackend.create(module, options).catch((error) => {
    if (!(error instanceof MemoryRefusedError)) throw error;
    throw new WasmUnavailableError(["16 MiB of shared memory"], { cause: error });
  });
  registerKernels(name);
  // Priority 0: tfjs never chooses it by itself.
  tf.registerBackend(name, () => backend, 0);
  return backend;
}

function requireSame<T>(name: string, asked: T | undefined, current: T): void {
  if (asked === undefined || asked === current) return;
  throw new RangeError(
    `Cannot start the backend with '${name}' ${asked} as it already runs: ` +
      `current value is ${current}`,
  );
}

/**
 * Names what the engine lacks of the backend's needs; empty if nothing.
 *
 * @param engine Where to look: the program's globals.
 */
export function missingFeatures(engine: Engine = globalThis): string[] {
  const valid = (code: number[]) =>
    engine.WebAssembly?.validate(new Uint8Array([...PREAMBLE, ...code])) ?? false;
  return [
    engine.SharedArrayBuffer === undefined && "SharedArrayBuffer",
    !engine.WebAssembly && "WebAssembly",
    engine.WebAssembly && !valid(SIMD) && "WebAssembly SIMD",
    engine.WebAssembly && !valid(RELAXED_SIMD) && "WebAssembly relaxed SIMD",
  ].filter((missing) => typeof missing === "string");
}

/** A module's magic number, version, and the type and number of its one function. */
// deno-fmt-ignore
const PREAMBLE = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0];
/** `i8x16.popcnt(i8x16.splat(0))` */
const SIMD = [10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
/** `i8x16.relaxed_swizzle(i8x16.splat(1), i8x16.splat(2))` */
const RELAXED_SIMD = [10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11];
