/**
 * Every recipe's steps against PyTorch's, on the project's backend and with new seeds.
 *
 * The bars stand in `recipe_parity.ts`. Which seeds say something about arithmetic in
 * float32 is for `pytorch_recipes.py` to find out, by PyTorch alone. On each of them the
 * library keeps to the bars; d2l's learning rate of .005 makes the most of rounding, so
 * three of its seeds are taken.
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
    const [first, second, third] = crypto.getRandomValues(new Uint32Array(3));
    console.log(`the seeds begin at ${first}, ${second} and ${third}`);
    const made = await Promise.all([
      pytorchSteps(first),
      pytorchSteps(second, "d2l"),
      pytorchSteps(third, "d2l"),
    ]);
    await silenceBanner("cpu");
    await startWasmBackend({ name: "parity-fresh", threads: 2, poison: true });
    for (const backend of ["cpu", "parity-fresh"]) {
      await tf.setBackend(backend);
      for (const bytes of made) {
        for (const { recipe, seed, tenSteps } of await checkRecipeParity(bytes)) {
          console.log(
            `${backend}, ${recipe}, seed ${seed}: ${tenSteps} of ten steps' bar`,
          );
        }
      }
    }
    await tf.setBackend("cpu");
    tf.removeBackend("parity-fresh");
  },
);

/** What `pytorch_recipes.py` makes of the seeds from this one on. */
async function pytorchSteps(seed: number, recipe?: string): Promise<Uint8Array> {
  const script = new URL("../lib/train/pytorch_recipes.py", import.meta.url);
  const { success, stdout, stderr } = await new Deno.Command(python(), {
    args: [fromFileUrl(script), "-", `${seed}`, ...recipe ? [recipe] : []],
    env: { PYTHONDONTWRITEBYTECODE: "1" },
  }).output();
  const told = new TextDecoder().decode(stderr);
  assert.ok(success, told);
  console.log(told);
  return stdout;
}
