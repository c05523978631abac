import assert from "node:assert/strict";
import { inRunsFolder, runPermissions, tinyRecipe } from "../../test/tiny_run.ts";
import { testWith } from "../../test/test_with.ts";
import { saveNetworks } from "../artefacts/networks_file.ts";
import { importFromPyTorch } from "../artefacts/pytorch_files.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import type { Network } from "../model/network.ts";
import { startRun } from "../run/start_run.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { runExport } from "./export.ts";

/** Runs the command and keeps its lines. */
async function exported(...args: string[]) {
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
    const first = await exported(folder, "--to", `${folder}/pytorch`);
    assert.equal(first.code, 0, first.text);
    assert.match(first.text, /Wrote .*generator.safetensors\nWrote .*discriminator/);
    assert.match(
      first.text,
      /\nWith nc=3, nz=100, ngf=2, ndf=2 .*: two blocks less \(G begins with 2·ngf .*\)\.$/,
    );
    await importFromPyTorch(`${folder}/pytorch`, networks);
    assert.deepEqual(networks.generator.trainable[0].dataSync(), before);

    const again = await exported(
      `${folder}/networks.safetensors`,
      "--to",
      `${folder}/pytorch`,
    );
    assert.equal(again.code, 2);
    assert.equal(
      again.text,
      `Cannot export into '${folder}/pytorch' as nothing may be written over: it holds ` +
        "'generator.safetensors' already; name another folder by --to",
    );
    await Deno.remove(`${folder}/pytorch/generator.safetensors`);
    assert.match((await exported(folder, "--to", `${folder}/pytorch`)).text, /'discrim/);
    await assert.rejects(
      Deno.stat(`${folder}/pytorch/generator.safetensors`),
      Deno.errors.NotFound,
    );
    const file = `${folder}/networks.safetensors`;
    const over = await exported(folder, "--to", file);
    assert.equal(over.code, 2);
    assert.equal(
      over.text,
      `Cannot export into '${file}' as it must be a folder: it is a file; name another ` +
        "folder by --to",
    );
    const within = await exported(folder, "--to", `${file}/pytorch`);
    assert.equal(within.code, 1);
    assert.match(
      within.text,
      /^Cannot export as its files must be readable and writable: /,
    );
    networks.generator.dispose();
    networks.discriminator.dispose();
    await Deno.remove(folder, { recursive: true });
  },
);

testWith(
  { permissions: runPermissions },
  "deno task export writes a run's average of the generator, and with --raw the generator",
  () =>
    inRunsFolder(async (folder) => {
      const recipe = tinyRecipe({ steps: 4, averageDecay: .9 });
      const output = `${folder}/run`;
      const run = await startRun({ recipe, seed: 3, output, log: () => {} });
      for await (const _ of run.steps());
      const { training: { generator, sampledGenerator, discriminator } } = run;
      const weights = (network: Network) =>
        network.parameters.map(({ value }) => value.dataSync().slice());
      const expected = [sampledGenerator, generator].map(weights);
      for (const [i, options] of [[], ["--raw"]].entries()) {
        const to = `${folder}/pytorch${i}`;
        const { code, text } = await exported(output, "--to", to, ...options);
        assert.equal(code, 0, text);
        await importFromPyTorch(to, { generator, discriminator });
        assert.deepEqual(weights(generator), expected[i]);
      }
      assert.notDeepEqual(expected[0], expected[1]);
      await run.close();
    }),
);

testWith(
  { permissions: ["read", "write", "env"] },
  "deno task export says in a line what is missing, and explains itself",
  async () => {
    assert.match((await exported("--help")).text, /load_state_dict/);
    for (const args of [[], ["a", "b", "--to", "c"], ["a"], ["a", "--too", "c"]]) {
      const { code, text } = await exported(...args);
      assert.equal(code, 2);
      assert.equal(text.split("\n").length, 1, text);
    }
    const folder = await Deno.makeTempDir();
    const without = await exported(folder, "--to", folder);
    assert.equal(without.code, 2);
    assert.match(
      without.text,
      /^Cannot export '.*' as it must .* networks\.safetensors, .*: found none there; --raw /,
    );
    await Deno.remove(folder);
    const { code, text } = await exported(folder, "--to", folder);
    assert.equal(code, 2);
    assert.equal(
      text,
      `Cannot export '${folder}' as it must be a run's folder or a file of networks: ` +
        "found nothing there",
    );
  },
);
