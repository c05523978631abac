import assert from "node:assert/strict";
import { testWith } from "../test_with.ts";
import { failsBeside, runSpecs } from "./spec_results.ts";

/** tfjs-core 4.22.0 has 4232 specs that a program without a browser can run. */
const LEAST_SPECS = 4200;

/** A suite that tests the backend of tfjs's own name `cpu`, and runs on no other. */
const CPU_ALONE = "Switching cpu backends ";

testWith(
  { permissions: ["run", "read", "write", "env"] },
  "tfjs-core's own tests pass on wasm-simd wherever they pass on cpu",
  async () => {
    // The bundler starts a program of its own, so only a run that may do so loads it.
    const { bundleSpecs } = await import("./bundle.ts");
    const folder = await Deno.makeTempDir();
    try {
      const bundle = `${folder}/specs.mjs`;
      await bundleSpecs(bundle);
      const [cpu, wasm] = await Promise.all([
        runSpecs(bundle, "cpu"),
        runSpecs(bundle, "wasm-simd"),
      ]);
      const passed = (results: typeof cpu) =>
        [...results.values()].filter(({ status }) => status === "passed").length;
      console.log(
        `tfjs-core's specs: ${passed(cpu)} of ${cpu.size} pass on cpu, ` +
          `${passed(wasm)} of ${wasm.size} on wasm-simd`,
      );
      const failures = failsBeside(cpu, wasm)
        .filter((line) => !line.startsWith(CPU_ALONE));
      for (const line of failures) console.log(line);
      assert.ok(passed(cpu) >= LEAST_SPECS, `only ${passed(cpu)} specs pass on cpu`);
      assert.equal(failures.length, 0, failures.join("\n"));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
