import assert from "node:assert/strict";
import { join } from "@std/path";
import { makeZip } from "../../test/make_zip.ts";
import { testWith } from "../../test/test_with.ts";
import { inRunsFolder, runPermissions } from "../../test/tiny_run.ts";
import { readRecords, runCommand, tiny } from "../../test/train_command.ts";
import { loadNetworks } from "../artefacts/networks_file.ts";
import { decodePng, encodePng } from "../artefacts/png.ts";
import { runTrain } from "./train.ts";

Deno.test("train --help explains the options and ends with 0", async () => {
  const { code, lines } = await runCommand(["--help"]);
  assert.equal(code, 0);
  assert.match(lines[0], /deno task train \[options\]/);
});

Deno.test("train with a wrong option prints one line and ends with 2", async () => {
  const { code, lines, errors } = await runCommand(["--size", "20"]);
  assert.equal(code, 2);
  assert.deepEqual(lines, []);
  assert.deepEqual(errors, [
    "Cannot override the recipe digits as 'generator.size' must be 16, 32, 64 or 128: " +
    "current value is 20",
  ]);
});

testWith(
  { permissions: runPermissions },
  "train prints the tutorial's line every 50 steps and at the end, what the doctor says and where everything is",
  () =>
    inRunsFolder(async (folder) => {
      const output = join(folder, "run");
      const args = [...tiny, "--steps", "51", "--output", output];
      const { code, lines } = await runCommand(args);
      assert.equal(code, 0);
      const shape = lines.map((line) => /^[A-Z]?\w+/.exec(line)?.[0]);
      assert.deepEqual(shape, ["Backend", "Training", "step", "step", "Doctor", "Done"]);
      assert.doesNotMatch(lines[3], /[Ww]ait/, "the run has ended");
      assert.match(
        lines[2],
        /^step 50, epoch 1: loss D \d\.\d{3}, .*D\(G\(z\)\) .* images\/s$/,
      );
      const records = await readRecords(output);
      assert.deepEqual(
        records.map(({ step }) => step),
        [...Array(51).keys()].map((i) => i + 1),
      );
      assert.ok(records[49].health, "the doctor measures every 50 steps");
      const networks = await loadNetworks(join(output, "networks.safetensors"));
      assert.equal(networks.metadata.steps, "51");
      assert.deepEqual(networks.generator.outputShape([3]), [16, 16, 1]);
      networks.generator.dispose();
      networks.discriminator.dispose();
    }),
);

testWith(
  { permissions: runPermissions },
  "train with a bar prints no record's line, but keeps them in log.txt",
  () =>
    inRunsFolder(async (folder) => {
      const output = join(folder, "run");
      const args = [...tiny, "--steps", "3", "--output", output, "--set"];
      let drawn = "";
      const lines: string[] = [];
      const code = await runTrain([...args, "logging.every=1", "--backend", "cpu"], {
        log: (line) => lines.push(line),
        error: assert.fail,
        progress: { columns: () => 100, write: (text) => drawn += text },
      });
      assert.equal(code, 0);
      assert.match(drawn, /Training +33 % .* images\/s, .*loss D .*, too early to say/);
      assert.equal(lines.some((line) => line.startsWith("step ")), false);
      const log = await Deno.readTextFile(join(output, "log.txt"));
      assert.deepEqual(log.match(/^step \d/gm), ["step 1", "step 2", "step 3"]);
    }),
);

testWith(
  { permissions: runPermissions },
  "train --resume goes on from the folder alone, and says what is wrong with another",
  () =>
    inRunsFolder(async (folder) => {
      const output = join(folder, "run");
      await runCommand([...tiny, "--steps", "3", "--output", output]);
      const { code, lines } = await runCommand(["--resume", output, "--steps", "5"]);
      assert.equal(code, 0);
      assert.equal(lines[0], "Backend: cpu, as it was asked for.");
      assert.ok(lines.includes(`Going on after step 3 of 5, in ${output}.`), `${lines}`);
      assert.equal((await readRecords(output)).length, 5);
      const said: string[] = [];
      const log = (line: string) => said.push(line);
      await runTrain(["--resume", output, "--steps", "6"], { log, error: log });
      assert.equal(said[0], "Backend: cpu, as the run began on it.");
      const absent = await runCommand(["--resume", folder]);
      assert.equal(absent.code, 2);
      assert.match(absent.errors[0], /must be the folder of a run/);
    }),
);

testWith(
  { permissions: runPermissions },
  "train refuses a folder that holds an earlier run",
  () =>
    inRunsFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "records.jsonl"), "old");
      const { code, errors } = await runCommand([...tiny, "--output", folder]);
      assert.equal(code, 2);
      assert.match(
        errors[0],
        /must be a new or empty folder: it holds 'records.jsonl' already$/,
      );
      assert.equal(await Deno.readTextFile(join(folder, "records.jsonl")), "old");
    }),
);

testWith(
  { permissions: runPermissions },
  "train without images leaves no folder behind, and an empty one of the user's where it is",
  () =>
    inRunsFolder(async (folder) => {
      const output = join(folder, "run"), empty = join(folder, "empty");
      await Deno.mkdir(empty);
      const args = [...tiny, "--data", join(folder, "nowhere"), "--output", output];
      const { code, errors } = await runCommand(args);
      assert.equal(code, 2);
      assert.match(errors[0], /nowhere/);
      const nowhere = ["--data", join(folder, "nowhere"), "--output", empty];
      assert.equal((await runCommand([...tiny, ...nowhere])).code, 2);
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["empty"]);
    }),
);

testWith(
  { permissions: runPermissions },
  "train with fewer images than a batch needs says both numbers and ends with 2",
  () =>
    inRunsFolder(async (folder) => {
      const args = [...tiny, "--batch", "4000000000", "--output", join(folder, "run")];
      const { code, errors } = await runCommand(args);
      assert.equal(code, 2);
      assert.match(
        errors[0],
        /as --batch must be an integer from 1 to the set's 256 images: .* 4000000000; take smaller /,
      );
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    }),
);

testWith(
  { permissions: runPermissions },
  "train takes a folder of images, in colour, and keeps them decoded where it is asked to",
  () =>
    inRunsFolder(async (folder) => {
      for (let i = 0; i < 5; i++) {
        const pixels = new Uint8Array(20 * 24 * 3).fill(40 * i);
        const png = encodePng({ width: 20, height: 24, channels: 3, pixels });
        await Deno.mkdir(join(folder, "images", `class ${i % 2}`), { recursive: true });
        await Deno.writeFile(join(folder, "images", `class ${i % 2}`, `${i}.png`), png);
      }
      const output = join(folder, "run"), cache = join(folder, "images", "cache");
      const { code, lines } = await runCommand([
        ...[...tiny, "--data", join(folder, "images"), "--epochs", "2"],
        ...["--output", output, "--cache", cache],
      ]);
      assert.equal(code, 0);
      assert.ok(lines.includes(`Reading the decoded pictures from ${cache}.`));
      const resumed = await runCommand(["--resume", output, "--epochs", "3"]);
      assert.equal(resumed.code, 0);
      assert.ok(resumed.lines.includes(`Reading the decoded pictures from ${cache}.`));
      assert.ok(!resumed.lines.join().includes("Decoding"));
      assert.equal((await readRecords(output)).length, 3);
      const { channels } = decodePng(
        Deno.readFileSync(join(output, "samples_000002.png")),
      );
      assert.equal(channels, 3);
    }),
);

testWith(
  { permissions: runPermissions },
  "train takes a zip of class folders as it is, and names what it leaves out",
  () =>
    inRunsFolder(async (folder) => {
      const parts = [0, 1, 2, 3].map((i) => {
        const pixels = new Uint8Array(16 * 16 * 3).fill(60 * i);
        const content = encodePng({ width: 16, height: 16, channels: 3, pixels });
        return { name: `set/class ${i % 2}/${i}.png`, content };
      });
      const link = { name: "set/link.png", content: "0.png", mode: 0o120777 };
      Deno.writeFileSync(join(folder, "set.zip"), makeZip([...parts, link]));
      const output = join(folder, "run");
      const { code, lines } = await runCommand(
        [...tiny, "--data", join(folder, "set.zip"), "--steps", "1", "--output", output],
      );
      assert.equal(code, 0);
      assert.ok(
        lines.some((line) =>
          /^1 file is left out, .* set\/link.png: it is a link/.test(line)
        ),
        lines.join("\n"),
      );
    }),
);
