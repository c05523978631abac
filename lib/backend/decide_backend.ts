/**
 * The decision between the backends, from facts alone.
 *
 * @module
 */

/** A backend of this project. */
export type BackendName = "webgpu" | "wasm-simd" | "cpu";

/** What was found out about the GPU. */
export type WebgpuFacts =
  | { state: "absent"; why: string }
  | { state: "software"; adapter: string }
  | { state: "faulty"; adapter: string; why: string }
  | { state: "timed"; adapter: string; milliseconds: number };

/** What was found out about the WebAssembly backend. */
export type WasmFacts =
  | { state: "unavailable"; why: string }
  | { state: "ready"; threads: number; milliseconds?: number };

/** A backend and why it is taken, for people. */
export interface BackendDecision {
  name: BackendName;
  reason: string;
}

/**
 * Chooses the fastest backend that can be trusted.
 *
 * A GPU is taken only if it is hardware, passed its self-check and was faster at a small
 * training step than the WebAssembly backend. Else that one is taken; and tfjs's
 * JavaScript backend where WebAssembly cannot start.
 *
 * @param facts What was measured; the GPU is `timed` only if it is hardware and passed.
 * @returns The backend and the reason, without a full stop.
 */
export function decideBackend(
  { webgpu, wasm }: { webgpu: WebgpuFacts; wasm: WasmFacts },
): BackendDecision {
  if (webgpu.state === "timed") {
    const gpu = `the GPU '${webgpu.adapter}' takes ${round(webgpu.milliseconds)} ms`;
    if (wasm.state === "unavailable") {
      return {
        name: "webgpu",
        reason: `${gpu} for a small training step, and ${wasm.why}`,
      };
    }
    const other = `wasm-simd ${round(wasm.milliseconds ?? 0)} ms`;
    return {
      name: webgpu.milliseconds < (wasm.milliseconds ?? 0) ? "webgpu" : "wasm-simd",
      reason: `${gpu} for a small training step, ${other}`,
    };
  }
  const noGpu = whyNoGpu(webgpu);
  return wasm.state === "ready"
    ? { name: "wasm-simd", reason: noGpu }
    : { name: "cpu", reason: `${noGpu}, and ${wasm.why}` };
}

function whyNoGpu(webgpu: Exclude<WebgpuFacts, { state: "timed" }>): string {
  if (webgpu.state === "absent") return webgpu.why;
  if (webgpu.state === "software") {
    return `the GPU adapter '${webgpu.adapter}' is software`;
  }
  return `the GPU '${webgpu.adapter}' failed its check: ${webgpu.why}`;
}

function round(milliseconds: number): string {
  return String(Number(milliseconds.toPrecision(2)));
}
