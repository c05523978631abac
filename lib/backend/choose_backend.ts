/**
 * Chooses the backend on which TensorFlow.js computes.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend, WasmUnavailableError } from "../wasm/start.ts";
import {
  type BackendName,
  decideBackend,
  type WasmFacts,
  type WebgpuFacts,
} from "./decide_backend.ts";
import { type AdapterFacts, findAdapter } from "./gpu_adapter.ts";
import { mayHaveGpu } from "./gpu_devices.ts";
import { checkStep, timeStep } from "./probe_step.ts";
import { silenceBanner } from "./silence_banner.ts";
import { startWebgpu } from "./start_webgpu.ts";

export { MemoryFullError } from "../wasm/memory.ts";

/** What {@linkcode chooseBackend} can be asked. */
export interface ChooseBackendOptions {
  /** A backend by name, or `auto`: the fastest that can be trusted. */
  backend?: "auto" | BackendName;
  /** Why a backend is named, for the line: a clause without a full stop. */
  reason?: string;
  /** Threads of `wasm-simd`, at least 1; by default one a core. */
  threads?: number;
  /** Where the one line goes; by default the console. */
  log?: (line: string) => void;
  /** Whether `auto` looks for a GPU; by default unless this machine surely has none. */
  lookForGpu?: boolean;
}

/** A backend asked for by name cannot be had here; the message says why. */
export class BackendUnavailableError extends Error {
  /** The class's name, for outputs and logs. */
  override name = "BackendUnavailableError";
}

/** The backend that runs now. */
export interface ChosenBackend {
  name: BackendName;
  /** Why it was taken, without a full stop. */
  reason: string;
  /** Threads that compute; 1 on `cpu` and on `webgpu`, which has its own. */
  threads: number;
}

/**
 * Registers a backend, makes it the running one and prints one line that says which and
 * why.
 *
 * A GPU is taken only if it is hardware, its gradients agree with those of tfjs's
 * JavaScript, and it is faster than `wasm-simd` at one small training step; else
 * `wasm-simd` is taken, and `cpu` only where WebAssembly lacks threads or SIMD. A backend
 * asked for by name is taken without being timed, even a GPU imitated by software, but
 * never one whose gradients are wrong.
 *
 *     const { name } = await chooseBackend();
 *
 * @param options Everything has a default.
 * @returns The backend's name, the reason and its threads.
 * @throws {BackendUnavailableError} If a backend asked for by name cannot be had.
 */
export async function chooseBackend(
  {
    backend = "auto",
    reason = "it was asked for",
    threads,
    log = console.log,
    lookForGpu = mayHaveGpu(),
  }: ChooseBackendOptions = {},
): Promise<ChosenBackend> {
  await silenceBanner("cpu");
  const chosen = backend === "auto"
    ? await chooseFastest(threads, lookForGpu)
    : await takeByName(backend, reason, threads);
  const on = chosen.name === "wasm-simd"
    ? ` on ${chosen.threads} thread${chosen.threads === 1 ? "" : "s"}`
    : "";
  log(`Backend: ${chosen.name}${on}, as ${chosen.reason}.`);
  return chosen;
}

async function chooseFastest(
  threads: number | undefined,
  lookForGpu: boolean,
): Promise<ChosenBackend> {
  const wasm = await startWasm(threads);
  const found: AdapterFacts = lookForGpu
    ? await findAdapter()
    : { state: "absent", why: "there is no GPU" };
  const webgpu = await tryWebgpu(found, wasm.state === "ready" ? "wasm-simd" : "cpu");
  if (webgpu.state === "timed" && wasm.state === "ready") {
    await tf.setBackend("wasm-simd");
    wasm.milliseconds = await timeStep();
  }
  const { name, reason } = decideBackend({ webgpu, wasm });
  await tf.setBackend(name);
  const running = name === "wasm-simd" && wasm.state === "ready" ? wasm.threads : 1;
  return { name, reason, threads: running };
}

async function startWasm(threads: number | undefined): Promise<WasmFacts> {
  try {
    return { state: "ready", threads: (await startWasmBackend({ threads })).threads };
  } catch (error) {
    if (!(error instanceof WasmUnavailableError)) throw error;
    return { state: "unavailable", why: error.message };
  }
}

/** Checks and times a hardware GPU; whatever fails is a reason against it. */
async function tryWebgpu(
  found: AdapterFacts,
  fallback: BackendName,
): Promise<WebgpuFacts> {
  if (found.state !== "hardware") return found;
  const { adapter } = found;
  let milliseconds = NaN;
  const failure = await faultOf(async () => {
    await startWebgpu();
    const fault = await checkStep("webgpu", "cpu");
    if (!fault) milliseconds = await timeStep();
    return fault;
  });
  if (!failure) return { state: "timed", adapter, milliseconds };
  await tf.setBackend(fallback);
  return { state: "faulty", adapter, why: failure };
}

/** What a trial found wrong or died of, in words; undefined if nothing. */
async function faultOf(
  trial: () => Promise<string | undefined>,
): Promise<string | undefined> {
  try {
    return await trial();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function takeByName(
  name: BackendName,
  reason: string,
  threads: number | undefined,
): Promise<ChosenBackend> {
  if (name === "wasm-simd") {
    const wasm = await startWasm(threads);
    if (wasm.state === "unavailable") throw new BackendUnavailableError(wasm.why);
    await tf.setBackend(name);
    return { name, reason, threads: wasm.threads };
  }
  if (name === "webgpu") {
    const found = await findAdapter();
    if (found.state === "absent") {
      throw new BackendUnavailableError(
        `Cannot use the backend 'webgpu' as ${found.why}`,
      );
    }
    const failure = await faultOf(async () => {
      await startWebgpu();
      return await checkStep(name, "cpu");
    });
    if (failure) {
      throw new BackendUnavailableError(
        `Cannot use the backend 'webgpu' as the GPU '${found.adapter}' failed its ` +
          `check: ${failure}`,
      );
    }
    const software = found.state === "software" ? ", though it is software and slow" : "";
    return { name, reason: reason + software, threads: 1 };
  }
  await tf.setBackend(name);
  return { name, reason, threads: 1 };
}
