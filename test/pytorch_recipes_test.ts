/**
 * Every recipe's steps against PyTorch's, on the project's backend and with new seeds.
 *
 * The bars stand in `recipe_parity.ts`. On new seeds d2l makes one step and not ten: its
 * learning rate of .005 makes so much of rounding that two float32s part on seeds where a
 * third one agrees with float64. The fixture's seed holds its ten steps.
 */
import assert from "node:assert/strict";
import { fromFileUrl } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { silenceBanner } from "../lib/backend/silence_banner.ts";
import fixture from "../lib/train/pytorch_recipes.safetensors" with { type: "bytes" };
import { startWasmBackend } from "../lib/wasm/start.ts";
import { checkRecipeParity } from "./recipe_parity.ts";
import { python, testWith } from "./test_with.ts";

Deno.test("each recipe equals PyTorch's float64 on wasm-simd too, within the bars of cpu", async () => {
  await startWasmBackend({ name: "parity-fixture", threads: 2, poison: true });
  await tf.setBackend("parity-fixture");
  await checkRecipeParity(fixture);
  await tf.setBackend("cpu");
  tf.removeBackend("parity-fixture");
});

testWith(
  { permissions: ["run", "read", "env"], parts: ["torch"] },
  "each recipe equals PyTorch's on seeds that nobody has seen, on cpu and wasm-simd",
  async () => {
    const [seed] = crypto.getRandomValues(new Uint32Array(1));
    console.log(`the seeds begin at ${seed}`);
    const fresh = await pytorchSteps(seed);
    await silenceBanner("cpu");
    await tf.setBackend("cpu");
    await checkRecipeParity(fresh, { withoutTenSteps: ["d2l"] });
    await startWasmBackend({ name: "parity-fresh", threads: 2, poison: true });
    await tf.setBackend("parity-fresh");
    await checkRecipeParity(fresh, { withoutTenSteps: ["d2l"] });
    await tf.setBackend("cpu");
    tf.removeBackend("parity-fresh");
  },
);

/** What `pytorch_recipes.py` makes of the seeds from this one on. */
async function pytorchSteps(seed: number): Promise<Uint8Array> {
  const script = new URL("../lib/train/pytorch_recipes.py", import.meta.url);
  const { success, stdout, stderr } = await new Deno.Command(python(), {
    args: [fromFileUrl(script), "-", `${seed}`],
    env: { PYTHONDONTWRITEBYTECODE: "1" },
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return stdout;
}
