/**
 * What this machine offers as a GPU, without starting it.
 *
 * @module
 */

/** The parts of WebGPU's adapter information that tell hardware from software. */
export interface AdapterInfo {
  vendor?: string;
  architecture?: string;
  device?: string;
  description?: string;
  isFallbackAdapter?: boolean;
}

/** The part of `navigator.gpu` that finds an adapter. */
export interface Gpu {
  requestAdapter(
    options?: { powerPreference?: "high-performance" },
  ): Promise<{ info?: AdapterInfo; isFallbackAdapter?: boolean } | null>;
}

/** A GPU that was found, or why there is none. */
export type AdapterFacts =
  | { state: "absent"; why: string }
  | { state: "software"; adapter: string }
  | { state: "hardware"; adapter: string };

/** Programs that imitate a GPU on the processor, as their drivers describe themselves. */
const SOFTWARE = /llvmpipe|lavapipe|swiftshader|softpipe|basic render|software/i;

/**
 * Looks for a GPU and says whether it is hardware.
 *
 * An adapter is software if it says so itself (`isFallbackAdapter`) or if it bears the
 * name of a known imitation: Mesa's llvmpipe and lavapipe, SwiftShader, or Windows' Basic
 * Render Driver. Such an adapter is right but slower than any other backend.
 *
 * @param gpu `navigator.gpu`; undefined where the program has none.
 * @returns Its description and its kind, or why there is none. Nothing is started.
 */
export async function findAdapter(
  gpu: Gpu | undefined = (globalThis.navigator as { gpu?: Gpu }).gpu,
): Promise<AdapterFacts> {
  if (!gpu) {
    return {
      state: "absent",
      why: "there is no navigator.gpu (older Deno: --unstable-webgpu)",
    };
  }
  let found;
  try {
    found = await gpu.requestAdapter({ powerPreference: "high-performance" });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { state: "absent", why: `the GPU's driver failed: ${reason}` };
  }
  if (!found) return { state: "absent", why: "there is no GPU adapter" };
  const info = found.info ?? {};
  const words = [info.description, info.vendor, info.architecture, info.device];
  const full = words.find((word) => word) ?? "an adapter without a name";
  // Drivers add their own version in brackets: "llvmpipe (LLVM 15.0.6, 256 bits)".
  const adapter = full.replace(/ \(.*$/, "");
  const software = found.isFallbackAdapter || info.isFallbackAdapter ||
    words.some((word) => SOFTWARE.test(word ?? ""));
  return { state: software ? "software" : "hardware", adapter };
}
