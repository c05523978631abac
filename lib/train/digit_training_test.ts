import assert from "node:assert/strict";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { digitTraining } from "./digit_training.ts";

Deno.test("digitTraining's numbers make networks for grey 32×32 images", () => {
  const random = new RandomGenerator(1);
  const { size, channels, latentSize } = digitTraining;
  const generator = createGenerator({ ...digitTraining, random });
  const discriminator = createDiscriminator({ ...digitTraining, random });
  assert.deepEqual(generator.outputShape([latentSize]), [size, size, channels]);
  assert.deepEqual(discriminator.outputShape([32, 32, 1]), [1]);
  generator.dispose();
  discriminator.dispose();
});
