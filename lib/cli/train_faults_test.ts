/**
 * `deno task train` where something fails: the disk, the memory, the images, the GPU.
 */
import assert from "node:assert/strict";
import { join } from "@std/path";
import { testWith } from "../../test/test_with.ts";
import { inRunsFolder, runPermissions, tinyRecipe } from "../../test/tiny_run.ts";
import { readRecords, runCommand, tiny } from "../../test/train_command.ts";
import { encodePng } from "../artefacts/png.ts";
import { MemoryFullError } from "../backend/choose_backend.ts";
import type { RunPlan } from "../run/run_plan.ts";
import { startRun } from "../run/start_run.ts";
import { runTrain } from "./train.ts";

/** Runs the command while pictures cannot be written, because of the error. */
async function trainUntil(error: Error) {
  const { open } = Deno;
  Deno.open = (path, ...others) =>
    `${path}`.endsWith(".png.partial") ? Promise.reject(error) : open(path, ...others);
  try {
    return await inRunsFolder((folder) =>
      runCommand([...tiny, "--steps", "2", "--output", join(folder, "run")])
    );
  } finally {
    Deno.open = open;
  }
}

testWith(
  { permissions: runPermissions },
  "train on a full disk says in one line what the system says, goes on, and does not say at its end that all is done",
  async () => {
    const full = new Error("No space left on device (os error 28): writefile 'x.png'");
    const { code, lines } = await trainUntil(Object.assign(full, { code: "ENOSPC" }));
    assert.equal(code, 1);
    assert.deepEqual(lines.filter((line) => line.startsWith("Cannot")), [
      `Cannot write the samples: ${full.message}. The training goes on.`,
    ]);
    assert.match(
      lines.at(-1)!,
      /^Done, to step 2, but not every file could be written\. To go on: deno task train --resume \/.*run$/,
    );
  },
);

testWith(
  { permissions: runPermissions },
  "train whose last steps the disk refuses says which are saved, and resuming makes them again",
  () =>
    inRunsFolder(async (folder) => {
      const { rename } = Deno, output = join(folder, "run");
      const full = Object.assign(new Error("No space left"), { code: "ENOSPC" });
      Deno.rename = (from, to) =>
        /checkpoint_00000003/.test(`${to}`) ? Promise.reject(full) : rename(from, to);
      try {
        const args = [...tiny, "--steps", "3", "--output", output];
        const { code, lines } = await runCommand(args);
        assert.equal(code, 1);
        assert.equal(
          lines.at(-1),
          "Saved after 0 of 3 steps; 3 steps after it must be made again. To go on: " +
            `deno task train --resume ${output}`,
        );
      } finally {
        Deno.rename = rename;
      }
      const { code, lines } = await runCommand(["--resume", output]);
      assert.equal(code, 0);
      assert.match(lines.at(-1)!, /^Done, to step 3\. Open /);
    }),
);

testWith(
  { permissions: runPermissions },
  "train that cannot save anything says so at its end",
  () =>
    inRunsFolder(async (folder) => {
      const { rename } = Deno;
      const full = Object.assign(new Error("No space left"), { code: "ENOSPC" });
      Deno.rename = () => Promise.reject(full);
      try {
        const output = join(folder, "run");
        const args = [...tiny, "--steps", "2", "--output", output];
        const { code, lines } = await runCommand(args);
        assert.equal(code, 1);
        assert.equal(lines.at(-1), "Of 2 steps made, none is saved.");
      } finally {
        Deno.rename = rename;
      }
    }),
);

testWith(
  { permissions: runPermissions },
  "train whose memory is full says what would need less, not to go on with the same batch, and ends with 1",
  async () => {
    const full = new MemoryFullError("40 images fit");
    const { code, lines, errors } = await trainUntil(full);
    assert.equal(code, 1);
    assert.deepEqual(errors, ["40 images fit"]);
    assert.equal(
      lines.at(-1),
      "To train with less memory, start a new run, with a smaller --batch, --width or " +
        "--size.",
    );
    assert.ok(!lines.some((line) => line.includes("--resume")), lines.join("\n"));
  },
);

testWith(
  { permissions: runPermissions },
  "train throws a RangeError of its own with its stack",
  async () => {
    const fault = new RangeError("out of bounds");
    await assert.rejects(trainUntil(fault), (error) => error === fault);
  },
);

testWith(
  { permissions: runPermissions },
  "train that diverges says so and ends with 1, its records kept",
  () =>
    inRunsFolder(async (folder) => {
      const output = join(folder, "run");
      const { code, errors } = await runCommand(
        [...tiny, "--steps", "9", "--learning-rate", "1e30", "--output", output],
      );
      assert.equal(code, 1);
      assert.match(errors[0], /Likely cause: .* the learning rate of 1e\+30 is too high/);
    }),
);

testWith(
  { permissions: runPermissions },
  "train whose pictures vanish midway says so and what is saved, and goes on with the bits it would have had when they are back",
  () =>
    inRunsFolder(async (folder) => {
      const images = join(folder, "images"), aside = join(folder, "aside");
      await Deno.mkdir(images);
      for (let i = 0; i < 60; i++) {
        const pixels = new Uint8Array(16 * 16).map((_, at) => (at * i) % 256);
        const png = encodePng({ width: 16, height: 16, channels: 1, pixels });
        await Deno.writeFile(join(images, `${i}.png`), png);
      }
      await Deno.copyFile(join(images, "59.png"), join(folder, "59.png"));
      // Memory for so few of them that they are read again and again.
      const few = ["--channels", "1", "--memory", ".01", "--set", "logging.every=1"];
      const args = [...tiny, "--data", images, ...few, "--steps", "20", "--output"];
      const [whole, parts] = ["whole", "parts"].map((name) => join(folder, name));
      assert.equal((await runCommand([...args, whole])).code, 0);
      const { code, lines, errors } = await runCommand([...args, parts], (line) => {
        if (line.startsWith("step 4,")) Deno.renameSync(images, aside);
      });
      assert.equal(code, 1);
      assert.equal(errors.length, 1);
      assert.match(
        errors[0],
        /^Cannot go on with 60 images from .*images as it must stay readable: \d+\.png is not/,
      );
      const last = lines.at(-1)!;
      const [, step] = /^Saved after (\d+) of 20 steps\. To go on: .* --resume /.exec(
        last,
      )!;
      assert.ok(Number(step) >= 4 && Number(step) < 20, last);
      const log = await Deno.readTextFile(join(parts, "log.txt"));
      assert.ok(log.includes(`Ended by an error: ${errors[0]}\n${last}\n`), log);
      const page = await Deno.readTextFile(join(parts, "index.html"));
      assert.match(page, /of 20 steps, ended by an error: Cannot go on with 60 images/);
      assert.equal((await readRecords(parts)).length, Number(step));
      const gone = await runCommand(["--resume", parts]);
      assert.equal(gone.code, 2, "they are still away");
      assert.match(gone.errors[0], /lie elsewhere now, name the place by --data PLACE$/);
      await Deno.remove(join(aside, "59.png"));
      const fewer = await runCommand(["--resume", parts, "--data", aside]);
      assert.match(fewer.errors[0], /to go on with other data, pass --other-data$/);
      await Deno.copyFile(join(folder, "59.png"), join(aside, "59.png"));
      Deno.renameSync(aside, images);
      assert.equal((await runCommand(["--resume", parts])).code, 0);
      const [network, expected] = [parts, whole].map((path) =>
        Deno.readFileSync(join(path, "networks.safetensors"))
      );
      assert.deepEqual(network, expected);
    }),
);

testWith(
  { permissions: runPermissions },
  "train --resume without the GPU that the run began on says how to go on without it",
  () =>
    inRunsFolder(async (folder) => {
      const output = join(folder, "run");
      const recipe = tinyRecipe({ steps: 3 });
      const run = await startRun({ recipe, seed: 1, output, log: () => {} });
      run.training.about = { ...run.training.about as RunPlan, backend: "webgpu" };
      for await (const { step } of run.steps()) if (step === 1) break;
      await run.close();
      const gpu = Object.getOwnPropertyDescriptor(navigator, "gpu");
      const absent = { requestAdapter: () => Promise.resolve(null) };
      Object.defineProperty(navigator, "gpu", { value: absent, configurable: true });
      try {
        const errors: string[] = [];
        const error = (line: string) => errors.push(line);
        const code = await runTrain(["--resume", output], { log: () => {}, error });
        assert.equal(code, 2);
        assert.match(
          errors[0],
          /^Cannot use the backend 'webgpu' as .*, and the run began on it: .* add --backend auto$/,
        );
      } finally {
        if (gpu) Object.defineProperty(navigator, "gpu", gpu);
        else Reflect.deleteProperty(navigator, "gpu");
      }
      const { code, lines } = await runCommand(["--resume", output]);
      assert.equal(code, 0);
      assert.ok(
        lines.some((line) => /^The backend was webgpu and is cpu now/.test(line)),
      );
    }),
);
