import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { saveNetworks } from "../artefacts/networks_file.ts";
import { importFromPyTorch } from "../artefacts/pytorch_files.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { runExport } from "./export.ts";

/** Runs the command and keeps its lines. */
async function run(...args: string[]) {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  const code = await runExport(args, { log: write, error: write });
  return { code, text: lines.join("\n") };
}

testWith(
  { permissions: ["read", "write", "env"] },
  "deno task export writes what PyTorch's weights are imported from, and nothing over it",
  async () => {
    const folder = await Deno.makeTempDir();
    const random = new RandomGenerator(1);
    const sizes = { size: 16, width: 2, random };
    const networks = {
      generator: createGenerator(sizes),
      discriminator: createDiscriminator(sizes),
    };
    await saveNetworks(`${folder}/networks.safetensors`, networks);
    const before = networks.generator.trainable[0].dataSync().slice();
    const first = await run(folder, "--to", `${folder}/pytorch`);
    assert.equal(first.code, 0, first.text);
    assert.match(first.text, /Wrote .*generator.safetensors\nWrote .*discriminator/);
    await importFromPyTorch(`${folder}/pytorch`, networks);
    assert.deepEqual(networks.generator.trainable[0].dataSync(), before);

    const again = await run(
      `${folder}/networks.safetensors`,
      "--to",
      `${folder}/pytorch`,
    );
    assert.equal(again.code, 2);
    assert.match(again.text, /nothing may be written over: .*generator.safetensors/);
    networks.generator.dispose();
    networks.discriminator.dispose();
    await Deno.remove(folder, { recursive: true });
  },
);

testWith(
  { permissions: ["read", "write", "env"] },
  "deno task export says in a line what is missing, and explains itself",
  async () => {
    assert.match((await run("--help")).text, /load_state_dict/);
    for (const args of [[], ["a", "b", "--to", "c"], ["a"], ["a", "--too", "c"]]) {
      const { code, text } = await run(...args);
      assert.equal(code, 2);
      assert.equal(text.split("\n").length, 1, text);
    }
    const folder = await Deno.makeTempDir();
    assert.match((await run(folder, "--to", folder)).text, /networks.safetensors/);
    await Deno.remove(folder);
  },
);
