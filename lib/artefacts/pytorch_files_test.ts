import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import type { NetworkPair } from "./networks_file.ts";
import { exportForPyTorch, importFromPyTorch } from "./pytorch_files.ts";

function example(seed: number): NetworkPair {
  const random = new RandomGenerator(seed);
  const sizes = { size: 16, width: 2, channels: 1, random };
  return {
    generator: createGenerator({ ...sizes, latentSize: 3 }),
    discriminator: createDiscriminator(sizes),
  };
}

const values = ({ generator, discriminator }: NetworkPair) =>
  [generator, discriminator].map(({ parameters }) =>
    parameters.map(({ value }) => [...value.dataSync()])
  );

function dispose(...pairs: NetworkPair[]) {
  for (const { generator, discriminator } of pairs) {
    generator.dispose();
    discriminator.dispose();
  }
}

testWith(
  { permissions: ["read", "write"] },
  "importFromPyTorch() reads what exportForPyTorch() wrote, from its folder or by file",
  async () => {
    const folder = await Deno.makeTempDir();
    const [from, to, generatorOnly] = [example(1), example(2), example(3)];
    const [generator] = await exportForPyTorch(`${folder}/new/exported`, from);
    await importFromPyTorch(`${folder}/new/exported`, to);
    assert.deepEqual(values(to), values(from));
    const [, before] = values(generatorOnly);
    await importFromPyTorch({ generator }, generatorOnly);
    assert.deepEqual(values(generatorOnly), [values(from)[0], before]);
    dispose(from, to, generatorOnly);
    await Deno.remove(folder, { recursive: true });
  },
);

testWith(
  { permissions: ["read", "write"] },
  "exportForPyTorch() writes over nothing, and importFromPyTorch() names the file that does not fit",
  async () => {
    const folder = await Deno.makeTempDir();
    const networks = example(1);
    const [generator, discriminator] = await exportForPyTorch(folder, networks);
    const before = await Deno.readFile(generator);
    await assert.rejects(exportForPyTorch(folder, networks), Deno.errors.AlreadyExists);
    assert.deepEqual(await Deno.readFile(generator), before);
    await assert.rejects(
      importFromPyTorch({ generator: discriminator }, networks),
      /the generator's 'main.0.weight' must have shape .*\(in '.*discriminator.safetensors'\)/,
    );
    dispose(networks);
    await Deno.remove(folder, { recursive: true });
  },
);

testWith(
  { permissions: ["read", "write"] },
  "importFromPyTorch() changes neither network where one file is missing or does not fit",
  async () => {
    const folder = await Deno.makeTempDir();
    const [from, to] = [example(1), example(2)];
    const before = values(to);
    const [generator, discriminator] = await exportForPyTorch(folder, from);
    await assert.rejects(
      importFromPyTorch({ generator, discriminator: generator }, to),
      /the discriminator's 'main.0.weight' must have shape .* Is it the file of another/,
    );
    assert.deepEqual(values(to), before);
    await Deno.remove(discriminator);
    await assert.rejects(importFromPyTorch(folder, to), Deno.errors.NotFound);
    assert.deepEqual(values(to), before);
    dispose(from, to);
    await Deno.remove(folder, { recursive: true });
  },
);
