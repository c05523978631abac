import assert from "node:assert/strict";
import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { listCheckpoints } from "../artefacts/checkpoint_file.ts";
import { loadNetworks } from "../artefacts/networks_file.ts";
import { decodePng } from "../artefacts/png.ts";
import { TrainingFailedError } from "../train/training_failed.ts";
import { inRunsFolder, runPermissions, tinyRecipe } from "../../test/tiny_run.ts";
import { makePictureFolder } from "../../test/picture_folder.ts";
import { testWith } from "../../test/test_with.ts";
import { startRun } from "./start_run.ts";

const names = (folder: string) =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

testWith(
  { permissions: runPermissions },
  "a run leaves page, records, samples, animation, comparison, networks, log and checkpoints",
  () =>
    inRunsFolder(async (runs) => {
      const output = join(runs, "run");
      const lines: string[] = [];
      const log = (line: string) => lines.push(line);
      const recipe = tinyRecipe({
        steps: 5,
        logging: { every: 2, grid: { count: 21, every: 2 } },
      });
      const run = await startRun({ recipe, seed: 3, output, log, diagnoseEvery: 2 });
      const records = [];
      for await (const record of run.steps()) records.push(record);
      await run.close();
      assert.deepEqual(names(output), [
        "checkpoints",
        "index.html",
        "log.txt",
        "networks.safetensors",
        "real_and_generated.png",
        "records.jsonl",
        "samples.gif",
        ...[0, 2, 4, 5].map((step) => `samples_00000${step}.png`),
      ]);
      const written = Deno.readTextFileSync(join(output, "records.jsonl")).trimEnd();
      assert.deepEqual(written.split("\n").map((line) => JSON.parse(line)), records);
      assert.deepEqual(records.map(({ health }) => health !== undefined), [
        ...[false, true, false, true, false],
      ]);
      const steps = (await listCheckpoints(join(output, "checkpoints"))).map(({ step }) =>
        step
      );
      assert.deepEqual(steps, [0, 5]);
      const { width, height } = decodePng(
        Deno.readFileSync(join(output, "samples_000005.png")),
      );
      assert.deepEqual([width, height], [7 * 18 - 2, 3 * 18 - 2]);
      assert.deepEqual(
        lines.map((line) => line.replace(/:.*/, "")),
        ["step 2, epoch 1", "step 4, epoch 1", "step 5, epoch 1"],
      );
      assert.equal(
        Deno.readTextFileSync(join(output, "log.txt")),
        lines.join("\n") + "\n",
      );
      // A long name may be broken at its dots, which a reader does not see.
      const page = Deno.readTextFileSync(join(output, "index.html"))
        .replaceAll("<wbr>", "");
      assert.match(page, /5 of 5 steps, complete/);
      for (const word of ["adam.learningRate", "processor", "TensorFlow.js", ">seed<"]) {
        assert.ok(page.includes(word), word);
      }
      const networks = await loadNetworks(join(output, "networks.safetensors"));
      assert.equal(networks.metadata.steps, "5");
      assert.equal(networks.metadata.averageDecay, undefined);
      networks.generator.dispose();
      networks.discriminator.dispose();
    }),
);

testWith(
  { permissions: runPermissions },
  "a run that is closed leaves no tensor behind",
  () =>
    inRunsFolder(async (runs) => {
      const before = tf.memory().numTensors;
      const recipe = tinyRecipe({ steps: 2 });
      const run = await startRun({
        recipe,
        seed: 3,
        output: join(runs, "run"),
        log: () => {},
      });
      for await (const _ of run.steps());
      await run.close();
      assert.equal(tf.memory().numTensors, before);
    }),
);

testWith(
  { permissions: runPermissions },
  "a run whose loop is left, or that is aborted, is saved up to that step",
  () =>
    inRunsFolder(async (runs) => {
      for (const way of ["left", "aborted"]) {
        const output = join(runs, way);
        const recipe = tinyRecipe({ steps: 50 });
        const run = await startRun({ recipe, seed: 3, output, log: () => {} });
        const controller = new AbortController();
        for await (const { step } of run.steps(controller)) {
          if (step < 3) continue;
          if (way === "left") break;
          controller.abort();
        }
        await run.close();
        const checkpoints = await listCheckpoints(join(output, "checkpoints"));
        assert.equal(checkpoints.at(-1)?.step, 3);
        const page = Deno.readTextFileSync(join(output, "index.html"));
        assert.match(page, /3 of 50 steps, stopped, to be resumed/);
      }
    }),
);

testWith(
  { permissions: runPermissions },
  "a run that diverges keeps records and its last checkpoint, and its page says why it ended and that it diverged",
  () =>
    inRunsFolder(async (runs) => {
      const output = join(runs, "run");
      const recipe = tinyRecipe({ steps: 9, learningRate: 1e30 });
      const run = await startRun({ recipe, seed: 3, output, log: () => {} });
      await assert.rejects(Array.fromAsync(run.steps()), TrainingFailedError);
      await run.close();
      const page = Deno.readTextFileSync(join(output, "index.html"));
      assert.match(page, /ended by an error: Cannot go on training .* too high/);
      assert.match(page, /<li class="serious">Diverging/);
      const checkpoints = await listCheckpoints(join(output, "checkpoints"));
      assert.deepEqual(checkpoints.map(({ step }) => step), [0]);
      assert.equal(names(output).includes("networks.safetensors"), false);
    }),
);

testWith(
  { permissions: runPermissions },
  "a run whose folder is removed goes on, and tells it once",
  () =>
    inRunsFolder(async (runs) => {
      const output = join(runs, "run"), lines: string[] = [];
      const recipe = tinyRecipe({ steps: 6, logging: { grid: { every: 1 } } });
      const run = await startRun({
        recipe,
        seed: 3,
        output,
        log: (line) => lines.push(line),
      });
      let made = 0;
      for await (const { step } of run.steps()) {
        made = step;
        if (step === 2) await Deno.remove(output, { recursive: true });
      }
      await run.close();
      assert.equal(made, 6);
      const told = lines.map((line) =>
        /^(Cannot (save|write) the \w+|step 6)/.exec(line)?.[0]
      );
      assert.deepEqual(told, [
        "Cannot write the samples",
        "step 6",
        "Cannot save the checkpoint",
      ]);
    }),
);

testWith(
  { permissions: runPermissions },
  "checkpoints come as often as they should, while the training goes on",
  () =>
    inRunsFolder(async (runs) => {
      const output = join(runs, "run");
      const recipe = tinyRecipe({ steps: 12 });
      const run = await startRun({
        ...{ recipe, seed: 3, output, log: () => {}, checkpointEvery: 1e-9 },
      });
      let found: number[] = [];
      for await (const { step } of run.steps()) {
        if (step > 8) continue;
        // A slow disk gets the time that it needs.
        for (let wait = 0; wait < 500 && !found.some((saved) => saved >= step); wait++) {
          await new Promise((resolve) => setTimeout(resolve, 20));
          found = (await listCheckpoints(join(output, "checkpoints")))
            .map((entry) => entry.step);
        }
      }
      await run.close();
      assert.ok(found.length >= 4 && found.at(-1)! >= 6, `${found}`);
    }),
);

testWith(
  { permissions: runPermissions },
  "a run names the damaged picture that it meets and the shorter epoch, once each, and trains on",
  async () => {
    await inRunsFolder(async (folder) => {
      await using pictures = await makePictureFolder({ count: 20, damaged: [7] });
      const changes = { "data.set": pictures.path, channels: 3, steps: 10 };
      const lines: string[] = [];
      const run = await startRun({
        recipe: tinyRecipe(changes),
        seed: 1,
        output: join(folder, "run"),
        log: (line) => lines.push(line),
        logRecord: () => {},
      });
      await Array.fromAsync(run.steps());
      await run.close();
      const named = lines.filter((line) => line.includes("damaged"));
      assert.equal(named.length, 2, named.join("\n"));
      assert.match(named[0], /^odd\/0007\.jpg is damaged, and another picture takes/);
      assert.match(named[1], /^Without the damaged .* has 4 steps; .* count 5 as one\.$/);
      assert.ok(
        (await Deno.readTextFile(join(folder, "run", "log.txt"))).includes(named[0]),
      );
    });
  },
);

testWith(
  { permissions: runPermissions },
  "a run that is killed while it makes its results has a page of every step, and no file on it that is not there",
  () =>
    inRunsFolder(async (runs) => {
      const output = join(runs, "run");
      const recipe = tinyRecipe({ steps: 5 });
      const run = await startRun({ recipe, seed: 3, output, log: () => {} });
      const { examples } = run.data;
      let page = "";
      Object.defineProperty(run.data, "examples", {
        get: () => {
          page = Deno.readTextFileSync(join(output, "index.html"));
          return examples;
        },
      });
      for await (const { step } of run.steps()) if (step === 3) break;
      await run.close();
      assert.match(page, /3 of 5 steps, running when this page was written/);
      assert.match(page, /href="records.jsonl"/);
      assert.doesNotMatch(page, /networks\.safetensors/);
    }),
);

testWith(
  { permissions: runPermissions },
  "a run's page shows the first steps after a second, and is written ever more seldom",
  () =>
    inRunsFolder(async (runs) => {
      const output = join(runs, "run");
      let time = 0;
      const run = await startRun({
        recipe: tinyRecipe({ steps: 24 }),
        ...{ seed: 3, output, log: () => {}, checkpointEvery: 4, now: () => time },
      });
      const written: number[] = [];
      let before = "";
      for await (const { step } of run.steps()) {
        const page = Deno.readTextFileSync(join(output, "index.html"));
        if (step > 1 && page !== before) {
          const [, shown] = /(\d+) of 24 steps, running when/.exec(page)!;
          assert.equal(Number(shown), step);
          written.push(step);
        }
        before = page;
        // Half a second a step.
        time += 500;
      }
      await run.close();
      // After 1, 2 and 4 seconds, and then every 4, as often as a checkpoint.
      assert.deepEqual(written, [3, 7, 15, 23]);
    }),
);
