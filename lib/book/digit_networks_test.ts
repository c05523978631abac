import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testWith } from "../../test/test_with.ts";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import { digitNetworks, saveDigitNetworks } from "./digit_networks.ts";

const images = resizeImages(drawDigits({ count: 20, seed: 1 }), 32);
const permissions: Deno.PermissionName[] = ["read", "write"];

testWith({ permissions }, "digitNetworks() trains where none were saved", async () => {
  await tf.setBackend("cpu");
  const lines: string[] = [];
  const options = { path: "/nowhere/digits.safetensors", steps: 1, width: 4 };
  const { generator, discriminator } = await digitNetworks(images, {
    ...options,
    log: (line) => lines.push(line),
  });
  assert.deepEqual(generator.outputShape([100]), [32, 32, 1]);
  assert.deepEqual(lines, [
    "networks: none were saved, so these learned for 1 steps just now",
  ]);
  [generator, discriminator].forEach((network) => network.dispose());
});

testWith({ permissions }, "digitNetworks() returns what was saved", async () => {
  await tf.setBackend("cpu");
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/new/folder/digits.safetensors`;
    const log = () => {};
    const trained = await digitNetworks(images, { path, steps: 1, width: 4, log });
    await saveDigitNetworks(trained, { steps: "1" }, { path });
    const lines: string[] = [];
    const saved = await digitNetworks(images, { path, log: (line) => lines.push(line) });
    assert.deepEqual(lines, ["networks: saved earlier after 1 steps"]);
    assert.deepEqual(
      await saved.generator.parameters[0].value.data(),
      await trained.generator.parameters[0].value.data(),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
