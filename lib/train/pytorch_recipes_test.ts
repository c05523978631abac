import assert from "node:assert/strict";
import { checkRecipeParity } from "../../test/recipe_parity.ts";
import fixture from "./pytorch_recipes.safetensors" with { type: "bytes" };
import { recipes } from "./recipes.ts";

Deno.test("each recipe equals PyTorch's float64: losses to 1e-6, gradients, statistics and ten steps to 1e-5 by norm, Adam to 1e-6", async () => {
  const reports = await checkRecipeParity(fixture);
  const names = reports.map(({ recipe }) => recipe);
  assert.deepEqual(names.sort(), Object.keys(recipes).sort());
});
