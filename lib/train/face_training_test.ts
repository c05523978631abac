import assert from "node:assert/strict";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { faceTraining } from "./face_training.ts";

Deno.test("faceTraining's numbers make networks for 64×64 images in colour", () => {
  const random = new RandomGenerator(1);
  const { latentSize, discriminatorWidth } = faceTraining;
  const generator = createGenerator({ ...faceTraining, random });
  const discriminator = createDiscriminator({
    ...faceTraining,
    width: discriminatorWidth,
    random,
  });
  assert.deepEqual(generator.outputShape([latentSize]), [64, 64, 3]);
  assert.deepEqual(discriminator.outputShape([64, 64, 3]), [1]);
  generator.dispose();
  discriminator.dispose();
});
