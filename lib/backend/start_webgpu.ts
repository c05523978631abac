/**
 * Starts tfjs's WebGPU backend and watches it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** What {@linkcode startWebgpu} can be asked. */
export interface StartWebgpuOptions {
  /** Called when the device reports an error; by default throws it as uncaught. */
  onError?: (error: Error) => void;
}

/**
 * Loads the WebGPU backend, makes it the running one, and watches its device.
 *
 * WebGPU does not throw where an operation fails, above the device's buffer limit for
 * example: the result then holds old numbers, and training goes on with them. It only
 * tells the device's `uncapturederror` event, so that must stop the program.
 *
 * @param options What to do with an error of the device; the first call decides.
 * @throws {Error} If the device cannot be had.
 */
export async function startWebgpu(
  { onError = raise }: StartWebgpuOptions = {},
): Promise<void> {
  // Loaded here: it is 500 kB that a machine without a GPU never needs.
  await import("@tensorflow/tfjs-backend-webgpu");
  if (!await tf.setBackend("webgpu")) {
    throw new Error("Cannot start the 'webgpu' backend as its device cannot be had");
  }
  const { device } = tf.backend() as unknown as { device: EventTarget };
  if (watched.has(device)) return;
  watched.add(device);
  device.addEventListener("uncapturederror", (event) => {
    const { message } = (event as Event & { error: { message: string } }).error;
    onError(
      new Error(
        `Cannot trust the GPU's results any longer as it reports: ${message}. ` +
          'Start again with { backend: "wasm-simd" } or with smaller batches',
      ),
    );
  });
}

const watched = new WeakSet<EventTarget>();

/** Ends the program, or the notebook's cell, as an error nobody caught. */
function raise(error: Error): void {
  queueMicrotask(() => {
    throw error;
  });
}
