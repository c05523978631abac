/**
 * Where the time of some computation goes, kernel by kernel.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { WasmBackend } from "../wasm/backend.ts";
import { kernelWork } from "./kernel_work.ts";
import { settleKernels } from "./settle_kernels.ts";

/** All runs of one kernel. */
export interface KernelProfile {
  /** tfjs's name of the op, with the shapes if they were asked for. */
  kernel: string;
  calls: number;
  /** Wall time of all calls, with everything that the kernel does in JavaScript. */
  milliseconds: number;
  /** Of all calls, as `kernelWork()` counts; null where it does not know. */
  operations: number | null;
  /** Of all calls, as `kernelWork()` counts. */
  bytes: number;
}

/** All calls of one WebAssembly function by one kernel. */
export interface PartProfile {
  /** The kernel that called it. */
  kernel: string;
  /** The function's name in `lib/wasm/assembly`. */
  part: string;
  calls: number;
  milliseconds: number;
}

/** What {@linkcode profile} measured. */
export interface Profile<T> {
  /** What the computation returned. */
  result: T;
  /** Wall time of all of it. */
  milliseconds: number;
  /** The slowest first. Together less than `milliseconds`: the rest is between kernels. */
  kernels: KernelProfile[];
  /** On `wasm-simd`, what its kernels do in WebAssembly, the slowest first; else empty. */
  parts: PartProfile[];
}

let running = false;

/**
 * Runs a computation and measures every kernel that it runs, those in WebAssembly and
 * those of tfjs alike.
 *
 * While it runs, each kernel of the running backend is registered with a stopwatch around
 * it, and afterwards as it was: a program that does not profile pays nothing. The
 * stopwatch costs a few microseconds a call, and each kernel is done before the next is
 * prepared, which on `wasm-simd` happens at the same time otherwise.
 *
 *     const { kernels } = await profile(() => tf.tidy(() => network.apply(images)));
 *
 * @param run The computation; its tensors are its own affair.
 * @param options.byShape Whether a kernel has one row for each combination of shapes.
 * @returns The computation's result and the times.
 * @throws {Error} If the backend is `webgpu`, whose kernels have only been ordered when
 * they return, or another profile is being taken.
 */
export async function profile<T>(
  run: () => T | Promise<T>,
  { byShape = false }: { byShape?: boolean } = {},
): Promise<Profile<T>> {
  const name = tf.getBackend();
  if (name === "webgpu") {
    throw new Error(
      `Cannot profile as the backend must compute before its kernels return: current ` +
        `backend is '${name}'`,
    );
  }
  if (running) throw new Error("Cannot profile as another profile is being taken");
  settleKernels();
  const backend = tf.backend();
  const stopwatch = new Stopwatch(byShape);
  const restore = wrapKernels(name, (config) => stopwatch.around(config));
  running = true;
  if (backend instanceof WasmBackend) {
    backend.observer = (part, milliseconds) => stopwatch.addPart(part, milliseconds);
  }
  try {
    const started = performance.now();
    const result = await run();
    const milliseconds = performance.now() - started;
    return { result, milliseconds, ...stopwatch.rows() };
  } finally {
    if (backend instanceof WasmBackend) backend.observer = undefined;
    restore();
    running = false;
  }
}

/** Adds up times by kernel and part. */
class Stopwatch {
  readonly #byShape: boolean;
  readonly #kernels = new Map<string, KernelProfile>();
  readonly #parts = new Map<string, PartProfile>();
  /** The parts of the kernel that runs; its row's name may need its output's shape. */
  #calls: { part: string; milliseconds: number }[] = [];

  constructor(byShape: boolean) {
    this.#byShape = byShape;
  }

  around({ kernelName, kernelFunc }: tf.KernelConfig): tf.KernelFunc {
    return (call) => {
      this.#calls = [];
      const started = performance.now();
      const result = kernelFunc(call);
      const milliseconds = performance.now() - started;
      const outputs = [result].flat();
      const { inputs, attrs = {} } = call;
      const work = kernelWork({ kernel: kernelName, inputs, attrs, outputs });
      const kernel = this.#byShape
        ? `${kernelName} ${shapesText(inputs, outputs)}`
        : kernelName;
      add(this.#kernels, kernel, { kernel, calls: 1, milliseconds, ...work });
      for (const { part, milliseconds } of this.#calls) {
        const row = { kernel, part, calls: 1, milliseconds };
        add(this.#parts, `${kernel} ${part}`, row);
      }
      return result;
    };
  }

  addPart(part: string, milliseconds: number): void {
    this.#calls.push({ part, milliseconds });
  }

  rows(): { kernels: KernelProfile[]; parts: PartProfile[] } {
    const slowestFirst = <Row extends { milliseconds: number }>(map: Map<string, Row>) =>
      [...map.values()].sort((a, b) => b.milliseconds - a.milliseconds);
    return { kernels: slowestFirst(this.#kernels), parts: slowestFirst(this.#parts) };
  }
}

/** Adds a row's numbers to those of its key. */
function add<Row extends KernelProfile | PartProfile>(
  rows: Map<string, Row>,
  key: string,
  row: Row,
): void {
  const sum = rows.get(key);
  if (!sum) {
    rows.set(key, row);
    return;
  }
  sum.calls += row.calls;
  sum.milliseconds += row.milliseconds;
  if ("bytes" in sum && "bytes" in row) {
    sum.bytes += row.bytes;
    if (sum.operations !== null) sum.operations += row.operations ?? 0;
  }
}

/** Inputs and outputs: `64×32×32×64, 4×4×64×128 → 64×16×16×128`. */
function shapesText(
  inputs: tf.NamedTensorInfoMap,
  outputs: readonly tf.TensorInfo[],
): string {
  const text = (tensors: readonly (tf.TensorInfo | undefined)[]) =>
    tensors.filter((tensor) => tensor !== undefined && tensor !== null)
      .map(({ shape }) => shape.length > 0 ? shape.join("×") : "scalar").join(", ");
  const read = Object.values(inputs).flat() as (tf.TensorInfo | undefined)[];
  return `${text(read)} → ${text(outputs)}`;
}

/** Puts other code in place of a backend's kernels; the result undoes it. */
function wrapKernels(
  backendName: string,
  wrap: (config: tf.KernelConfig) => tf.KernelFunc,
): () => void {
  const originals = [...tf.getKernelsForBackend(backendName)];
  const put = (config: tf.KernelConfig) => {
    tf.unregisterKernel(config.kernelName, backendName);
    tf.registerKernel(config);
  };
  originals.forEach((config) => put({ ...config, kernelFunc: wrap(config) }));
  return () => originals.forEach(put);
}
