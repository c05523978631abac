import assert from "node:assert/strict";
import { fromFileUrl, join } from "@std/path";
import { makeZip } from "../../test/make_zip.ts";
import { testWith } from "../../test/test_with.ts";
import { loadNetworks } from "../artefacts/networks_file.ts";
import { decodePng, encodePng } from "../artefacts/png.ts";
import { MemoryFullError } from "../backend/choose_backend.ts";
import type { StepRecord } from "../train/trainer.ts";
import { runTrain } from "./train.ts";

const files: Deno.PermissionName[] = ["read", "write", "env"];
const tiny = ["--size", "16", "--width", "1", "--latent-size", "3", "--batch", "4"];

async function inTemporaryFolder(run: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs the command and collects its lines. */
async function runCommand(args: string[]) {
  const lines: string[] = [], errors: string[] = [];
  const code = await runTrain([...args, "--backend", "cpu"], {
    log: (line) => lines.push(line),
    error: (line) => errors.push(line),
  });
  return { code, lines, errors };
}

const readRecords = async (folder: string): Promise<StepRecord[]> =>
  (await Deno.readTextFile(join(folder, "records.jsonl")))
    .trimEnd().split("\n").map((line) => JSON.parse(line));

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
    "--size must be one of 16, 32, 64, 128: it is '20'",
  ]);
});

testWith(
  { permissions: files },
  "train saves records, samples, options and networks",
  () =>
    inTemporaryFolder(async (folder) => {
      const output = join(folder, "run");
      const args = [...tiny, "--steps", "51", "--output", output];
      const { code, lines } = await runCommand(args);
      assert.equal(code, 0);
      assert.ok(
        lines.some((line) =>
          /^step 50, epoch 1: loss D \d\.\d{3}, .*D\(G\(z\)\) .* images\/s$/.test(line)
        ),
        lines.join("\n"),
      );
      const names = [...Deno.readDirSync(output)].map(({ name }) => name).sort();
      assert.deepEqual(names, [
        "networks.safetensors",
        "options.json",
        "records.jsonl",
        "samples_000000.png",
        "samples_000051.png",
      ]);
      const records = await readRecords(output);
      assert.deepEqual(
        records.map(({ step }) => step),
        [...Array(51).keys()].map((i) => i + 1),
      );
      const [before, after] = ["000000", "000051"].map((step) =>
        decodePng(Deno.readFileSync(join(output, `samples_${step}.png`)))
      );
      assert.deepEqual([before.width, before.height], [8 * 18 - 2, 8 * 18 - 2]);
      assert.notDeepEqual(after.pixels, before.pixels);
      const networks = await loadNetworks(join(output, "networks.safetensors"));
      assert.equal(networks.metadata.steps, "51");
      assert.match(networks.metadata.origin, /embedded digits/);
      assert.deepEqual(networks.generator.outputShape([3]), [16, 16, 1]);
      networks.generator.dispose();
      networks.discriminator.dispose();
      assert.equal(
        JSON.parse(Deno.readTextFileSync(join(output, "options.json"))).seed,
        1,
      );
    }),
);

testWith(
  { permissions: files },
  "train refuses a folder that holds an earlier run",
  () =>
    inTemporaryFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "records.jsonl"), "old");
      const { code, errors } = await runCommand([...tiny, "--output", folder]);
      assert.equal(code, 2);
      assert.match(errors[0], /must be a new or empty folder: it holds 1 already$/);
      assert.equal(await Deno.readTextFile(join(folder, "records.jsonl")), "old");
    }),
);

testWith(
  { permissions: files },
  "train without images leaves no folder behind",
  () =>
    inTemporaryFolder(async (folder) => {
      const output = join(folder, "run");
      const args = [...tiny, "--data", join(folder, "nowhere"), "--output", output];
      const { code, errors } = await runCommand(args);
      assert.equal(code, 2);
      assert.match(errors[0], /nowhere/);
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    }),
);

testWith(
  { permissions: files },
  "train with fewer images than a batch needs says both numbers and ends with 2",
  () =>
    inTemporaryFolder(async (folder) => {
      const args = [...tiny, "--batch", "4000000000", "--output", join(folder, "run")];
      const { code, errors } = await runCommand(args);
      assert.equal(code, 2);
      assert.match(
        errors[0],
        /^--batch must be at most the number of images, \d+: it is '4000000000'$/,
      );
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    }),
);

/** Runs the command while the second picture cannot be written, because of the error. */
async function trainUntil(error: Error): Promise<{ code: number; errors: string[] }> {
  const { writeFile } = Deno;
  let pictures = 0;
  Deno.writeFile = (path, ...others) => {
    const fails = `${path}`.endsWith(".png") && ++pictures > 1;
    return fails ? Promise.reject(error) : writeFile(path, ...others);
  };
  const folder = await Deno.makeTempDir();
  try {
    return await runCommand([...tiny, "--steps", "2", "--output", join(folder, "run")]);
  } finally {
    Deno.writeFile = writeFile;
    await Deno.remove(folder, { recursive: true });
  }
}

testWith(
  { permissions: files },
  "train on a full disk says in one line what the system says, and ends with 1",
  async () => {
    const full = new Error("No space left on device (os error 28): writefile 'x.png'");
    const { code, errors } = await trainUntil(Object.assign(full, { code: "ENOSPC" }));
    assert.equal(code, 1);
    assert.deepEqual(errors, [
      `Cannot train as its files must be readable and writable: ${full.message}`,
    ]);
  },
);

testWith(
  { permissions: files },
  "train whose memory is full says what would need less, and ends with 1",
  async () => {
    const { code, errors } = await trainUntil(new MemoryFullError("Smaller batches"));
    assert.equal(code, 1);
    assert.deepEqual(errors, ["Smaller batches"]);
  },
);

testWith(
  { permissions: files },
  "train throws a RangeError of its own with its stack",
  async () => {
    const fault = new RangeError("out of bounds");
    await assert.rejects(trainUntil(fault), (error) => error === fault);
  },
);

testWith(
  { permissions: files },
  "train that diverges says so and ends with 1, its records kept",
  () =>
    inTemporaryFolder(async (folder) => {
      const output = join(folder, "run");
      const { code, errors } = await runCommand(
        [...tiny, "--steps", "9", "--learning-rate", "1e30", "--output", output],
      );
      assert.equal(code, 1);
      assert.match(errors[0], /Likely cause: .* the learning rate of 1e\+30 is too high/);
    }),
);

testWith(
  { permissions: [...files, "ffi", "sys"] },
  "train takes a folder of images, in colour",
  () =>
    inTemporaryFolder(async (folder) => {
      for (let i = 0; i < 5; i++) {
        const pixels = new Uint8Array(20 * 24 * 3).fill(40 * i);
        const png = encodePng({ width: 20, height: 24, channels: 3, pixels });
        await Deno.mkdir(join(folder, "images", `class ${i % 2}`), { recursive: true });
        await Deno.writeFile(join(folder, "images", `class ${i % 2}`, `${i}.png`), png);
      }
      const output = join(folder, "run");
      const { code } = await runCommand(
        [...tiny, "--data", join(folder, "images"), "--epochs", "2", "--output", output],
      );
      assert.equal(code, 0);
      assert.equal((await readRecords(output)).length, 2);
      const { channels } = decodePng(
        Deno.readFileSync(join(output, "samples_000002.png")),
      );
      assert.equal(channels, 3);
    }),
);

testWith(
  { permissions: [...files, "sys", "ffi"] },
  "train takes a zip of class folders as it is, and names what it leaves out",
  () =>
    inTemporaryFolder(async (folder) => {
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
      assert.ok(lines.some((line) => /Left out set\/link.png: it is a link/.test(line)));
    }),
);

testWith(
  { permissions: [...files, "run"] },
  "train ends after its step and saves when Ctrl-C is pressed",
  () =>
    inTemporaryFolder(async (folder) => {
      const output = join(folder, "run");
      const script = fromFileUrl(new URL("train.ts", import.meta.url));
      const args = ["run", "-A", script, ...tiny, "--steps", "1000000"];
      const child = new Deno.Command(Deno.execPath(), {
        args: [...args, "--backend", "cpu", "--output", output],
        stdout: "piped",
        stderr: "inherit",
      }).spawn();
      let text = "";
      for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
        if (!/step 50,/.test(text) && /step 50,/.test(text + part)) child.kill("SIGINT");
        text += part;
      }
      assert.equal((await child.status).code, 130);
      assert.match(text, /Ending after this step/);
      const records = await readRecords(output);
      const networks = await loadNetworks(join(output, "networks.safetensors"));
      assert.equal(networks.metadata.steps, String(records.length));
      networks.generator.dispose();
      networks.discriminator.dispose();
    }),
);
