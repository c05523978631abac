import assert from "node:assert/strict";
import { RandomGenerator } from "../tensor/random.ts";
import { createDiscriminator } from "./discriminator.ts";
import { summaryTable } from "./summary.ts";

Deno.test("a summary lists each layer with its shape and counts, and then their sums", () => {
  const network = createDiscriminator({
    size: 16,
    width: 2,
    channels: 1,
    random: new RandomGenerator(1),
  });
  const row = (
    layer: string,
    outputShape: string,
    parameters: number,
    statistics: number,
  ) => ({
    layer,
    outputShape,
    parameters,
    statistics,
  });
  assert.deepEqual(summaryTable(network), [
    row("convolution 4×4, stride 2, padding 1", "[batch, 8, 8, 2]", 4 * 4 * 1 * 2, 0),
    row("LeakyReLU .2", "[batch, 8, 8, 2]", 0, 0),
    row("convolution 4×4, stride 2, padding 1", "[batch, 4, 4, 4]", 4 * 4 * 2 * 4, 0),
    row("batch norm, LeakyReLU .2", "[batch, 4, 4, 4]", 2 * 4, 2 * 4),
    row("convolution 4×4, stride 1, padding 0", "[batch, 1, 1, 1]", 4 * 4 * 4 * 1, 0),
    row("flatten", "[batch, 1]", 0, 0),
    row("total", "", 32 + 128 + 8 + 64, 8),
  ]);
  assert.deepEqual(network.summary(), summaryTable(network).slice(0, -1));
  network.dispose();
});
