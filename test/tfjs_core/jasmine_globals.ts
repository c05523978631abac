/**
 * Puts Jasmine's functions (`describe`, `it`, `expect`, …) where tfjs-core's tests look
 * for them, and starts the backend that they are to run on: the first argument.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { setTestEnvs } from "@tensorflow/tfjs-core/dist/jasmine_util.js";
import jasmineRequire from "jasmine-core/lib/jasmine-core/jasmine.js";
import { startWasmBackend } from "../../lib/wasm/start.ts";

const jasmine = jasmineRequire.core(jasmineRequire);

/** What this folder uses of Jasmine's environment; the package brings no types. */
export interface JasmineEnv {
  configure(options: { random: boolean }): void;
  clearReporters(): void;
  addReporter(reporter: { specDone(result: JasmineResult): void }): void;
  execute(): Promise<unknown>;
}

/** What Jasmine reports of a spec. */
export interface JasmineResult {
  fullName: string;
  status: string;
  failedExpectations: { message: string }[];
}

/** Jasmine's environment, which runs the specs. */
export const jasmineEnv: JasmineEnv = jasmine.getEnv({ suppressLoadErrors: true });
Object.assign(globalThis, jasmineRequire.interface(jasmine, jasmineEnv), { jasmine });

const [name] = Deno.args;
if (name === "wasm-simd") {
  const backend = await startWasmBackend({ threads: 2, poison: true });
  // Each suite ends by disposing all backends; this one must live for the next.
  backend.dispose = () => {};
}
await tf.setBackend(name);
setTestEnvs([{ name, backendName: name, flags: {}, isDataSync: true }]);
