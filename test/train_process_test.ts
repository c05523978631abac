/**
 * `deno task train` as a process that is killed, interrupted and resumed.
 */
import assert from "node:assert/strict";
import { fromFileUrl, join } from "@std/path";
import { loadNewestCheckpoint } from "../lib/artefacts/checkpoint_file.ts";
import { statIfThere } from "../lib/data/stat_if_there.ts";
import { stateDigest } from "./state_digest.ts";
import { testWith } from "./test_with.ts";
import { inRunsFolder, runPermissions } from "./tiny_run.ts";

const needs = { permissions: [...runPermissions, "run"] as Deno.PermissionName[] };
const program = fromFileUrl(new URL("../lib/cli/train.ts", import.meta.url));
const tiny = [
  ..."--data mnist --size 16 --width 2 --latent-size 3 --batch 4 --threads 2".split(" "),
  ..."--backend wasm-simd --checkpoint-every .05 --set logging.every=1".split(" "),
];

const granted = ["read", "write", "env", "net", "ffi", "sys"]
  .map((name) => `--allow-${name}`);

/** How `deno task train` starts the training: by the program that chooses V8's flags. */
const fast = [
  ...["run", "--allow-all"],
  fromFileUrl(new URL("../lib/cli/run_fast.ts", import.meta.url)),
];

/** Runs the command, handing each line and the process to a visitor. */
async function train(
  args: string[],
  visit: (line: string, child: Deno.ChildProcess) => void = () => {},
  by: string[] = [],
) {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...by, "run", "--no-check", ...granted, program, ...args],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text();
  const lines: string[] = [];
  let rest = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    for (const line of parts) {
      lines.push(line);
      visit(line, child);
    }
  }
  return { ...await child.status, lines, errors: await errors };
}

/** The newest checkpoint's step, and every bit of it but the speeds and the end. */
async function newestOf(folder: string) {
  const { newest, refused } = await loadNewestCheckpoint(join(folder, "checkpoints"));
  assert.deepEqual(refused, []);
  const state = { ...newest!.state, recipe: null, about: null };
  return { step: newest!.step, digest: stateDigest(state) };
}

const timeless = (folder: string) =>
  Deno.readTextFileSync(join(folder, "records.jsonl")).trimEnd().split("\n")
    .map((line) => ({ ...JSON.parse(line), imagesPerSecond: 0 }));

testWith(
  needs,
  "a training that is killed, then interrupted, and resumed both times has the bits of one that was not",
  () =>
    inRunsFolder(async (runs) => {
      const [whole, parts] = ["whole", "parts"].map((name) => join(runs, name));
      const plan = [...tiny, "--steps", "400"];
      assert.equal((await train([...plan, "--output", whole])).code, 0);

      const killed = await train([...plan, "--output", parts], (line, child) => {
        if (/^step 120,/.test(line)) child.kill("SIGKILL");
      });
      assert.equal(killed.signal, "SIGKILL", killed.errors);
      const { step } = await newestOf(parts);
      assert.ok(step > 0 && step < 400, `killed after step ${step}`);

      const stopped = await train(["--resume", parts], (line, child) => {
        if (/^step 250,/.test(line)) child.kill("SIGINT");
      });
      assert.equal(stopped.code, 130, stopped.errors);
      assert.ok(
        stopped.lines.includes(`Going on after step ${step} of 400, in ${parts}.`),
      );
      assert.match(stopped.lines.at(-1)!, new RegExp(`To go on: .* --resume ${parts}$`));
      const { step: saved } = await newestOf(parts);
      assert.ok(saved >= 250 && saved < 400, `stopped after step ${saved}`);
      assert.equal(timeless(parts).length, saved, "every step that was made is saved");

      const last = await train(["--resume", parts]);
      assert.equal(last.code, 0, last.errors);
      assert.deepEqual(await newestOf(parts), await newestOf(whole));
      assert.deepEqual(timeless(parts), timeless(whole));
      const [network, other] = [parts, whole].map((folder) =>
        Deno.readFileSync(join(folder, "networks.safetensors"))
      );
      assert.deepEqual(network, other);
    }),
);

testWith(
  needs,
  "Ctrl-C twice ends at once, and the last checkpoint is good",
  () =>
    inRunsFolder(async (runs) => {
      const output = join(runs, "run");
      // The program that chooses V8's flags hears Ctrl-C also while the training computes.
      const { code, errors } = await train(
        [...tiny, "--steps", "100000", "--output", output],
        (line, child) => {
          if (!/^step 100,/.test(line)) return;
          child.kill("SIGINT");
          // Signals that come sooner are those of the same press.
          setTimeout(() => child.kill("SIGINT"), 700);
        },
        fast,
      );
      assert.equal(code, 130, errors);
      const { step } = await newestOf(output);
      assert.ok(step > 0);
      const again = await train(["--resume", output, "--steps", `${step + 1}`]);
      assert.equal(again.code, 0, again.errors);
    }),
);

testWith(
  { ...needs, parts: ["terminal"] },
  "Ctrl-C once on a terminal saves every step, though deno task passes the signal on",
  () =>
    inRunsFolder(async (runs) => {
      const output = join(runs, "run");
      const plans = [[...tiny, "--steps", "100000", "--output", output], [
        "--resume",
        output,
      ]];
      let step = 0;
      for (const plan of plans) {
        const command = [Deno.execPath(), "task", "train", ...plan].join(" ");
        const child = new Deno.Command("script", {
          args: ["-qec", command, "/dev/null"],
          stdin: "piped",
          stdout: "piped",
          stderr: "null",
        }).spawn();
        const printed = new Response(child.stdout).text();
        const keyboard = child.stdin.getWriter();
        await recordsAfter(output, step + 30);
        await keyboard.write(new TextEncoder().encode("\x03"));
        const { code } = await child.status;
        await keyboard.close().catch(() => {});
        assert.equal(code, 130, await printed);
        assert.match(await printed, /To go on: /);
        assert.ok(!await statIfThere(join(output, "training.lock")), "the lock stays");
        ({ step } = await newestOf(output));
        assert.equal(timeless(output).length, step, "every step that was made is saved");
      }
    }),
);

/** Waits until a run has more than so many records. */
async function recordsAfter(folder: string, count: number) {
  const path = join(folder, "records.jsonl");
  const lines = async () =>
    await statIfThere(path) ? (await Deno.readTextFile(path)).split("\n").length - 1 : 0;
  while (await lines() <= count) await new Promise((resolve) => setTimeout(resolve, 50));
}
