/**
 * Trainings that are killed, by a real SIGKILL, and go on as if they had not been.
 */
import assert from "node:assert/strict";
import { fromFileUrl, join } from "@std/path";
import { loadNewestCheckpoint } from "../lib/artefacts/checkpoint_file.ts";
import { stepOfCheckpoint } from "../lib/artefacts/checkpoint_names.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import type { ChildOptions } from "./checkpoint_child.ts";
import { stateDigest } from "./state_digest.ts";
import { inFolder } from "./in_folder.ts";
import { testWith } from "./test_with.ts";

const needs = { permissions: ["read", "write", "run"] as Deno.PermissionName[] };
const KILLS = 50;

/** Runs a child and hands each line and a way to kill it to a visitor. */
async function runChild(
  folder: string,
  options: ChildOptions,
  visit: (line: string, kill: () => void) => void = () => {},
): Promise<{ lines: string[]; errors: string; killed: boolean }> {
  const program = fromFileUrl(new URL("./checkpoint_child.ts", import.meta.url));
  const permissions = ["--allow-read", "--allow-write", "--allow-env"];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", ...permissions, program, folder, JSON.stringify(options)],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text();
  const lines: string[] = [];
  let killed = false;
  const kill = () => {
    if (killed) return;
    killed = true;
    child.kill("SIGKILL");
  };
  let rest = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    for (const line of parts) {
      lines.push(line);
      visit(line, kill);
    }
  }
  const { signal, success } = await child.status;
  assert.ok(success || signal === "SIGKILL" || !killed, `ended by ${signal}`);
  return { lines, errors: await errors, killed: signal === "SIGKILL" };
}

/** What a child that nobody killed said it saved: the digest of each step's state. */
function digestsOf(lines: string[]): Map<number, string> {
  const saved = lines.filter((line) => line.startsWith("saved ")).map((line) =>
    line.split(" ")
  );
  return new Map(saved.map(([, step, digest]) => [Number(step), digest]));
}

const partialIn = (folder: string) =>
  [...Deno.readDirSync(folder)].some(({ name }) => name.endsWith(".partial"));

/** Looks on until a part of a checkpoint is there, and gives up if it is too late. */
function untilPartial(folder: string): void {
  const end = performance.now() + 500;
  while (!partialIn(folder) && performance.now() < end);
}

for (const source of ["set", "prefetching"] as const) {
  testWith(
    needs,
    `10 steps from a ${source} source equal 4, kill −9, resume, 6: on one and two threads, bit for bit`,
    () =>
      inFolder(async (folder) => {
        const inParts = async (threads: number) => {
          const options = { threads, source, steps: 10 };
          const parts = join(folder, `parts-${threads}`);
          const first = await runChild(
            parts,
            { ...options, hangAfter: 4 },
            (line, kill) => {
              if (line.startsWith("saved 4")) kill();
            },
          );
          assert.ok(first.killed, first.errors);
          return await runChild(parts, options);
        };
        const options = { threads: 1, source, steps: 10 };
        const [whole, ...resumed] = await Promise.all([
          runChild(join(folder, "whole"), options),
          ...[1, 2].map(inParts),
        ]);
        const expected = digestsOf(whole.lines).get(10);
        assert.match(expected ?? whole.errors, /^[0-9a-f]{64}$/);
        for (const { lines, errors } of resumed) {
          assert.equal(lines[0], "from 4, 0 refused", errors);
          assert.equal(digestsOf(lines).get(10), expected, errors);
        }
      }),
  );
}

testWith(
  needs,
  `killed at ${KILLS} random moments, a training's newest checkpoint is good and has the uninterrupted bits`,
  () =>
    inFolder(async (folder) => {
      const options = { threads: 1, source: "prefetching", steps: 1000 } as const;
      const random = new RandomGenerator(7);
      const killed = join(folder, "killed");
      const found = new Map<number, string>();
      const whileWriting = { killed: 0, partial: 0 };
      let newest = 0;
      for (let i = 0; i < KILLS; i++) {
        // Every second one dies while it writes or just after, the others wherever they are.
        const [event, patience] = i % 2 === 0 ? ["writing", 4] : ["from", 80];
        let after = i % 2 === 0 ? 1 + random.integer(6) : 1;
        const delay = random.integer(patience * 4) / 4;
        const life = { ...options, hangAfter: newest + 8 };
        const { lines, killed: died, errors } = await runChild(
          killed,
          life,
          (line, kill) => {
            if (!line.startsWith(event) || --after !== 0) return;
            if (i % 4 > 0) return void setTimeout(kill, delay);
            untilPartial(killed);
            kill();
          },
        );
        assert.ok(died, errors);
        assert.equal(lines[0], `from ${newest}, 0 refused`);
        if (lines.at(-1)?.startsWith("writing")) whileWriting.killed++;
        if (partialIn(killed)) whileWriting.partial++;
        const checkpoint = await loadNewestCheckpoint(killed);
        assert.deepEqual(checkpoint.refused, []);
        const saved = Math.max(newest, ...digestsOf(lines).keys());
        newest = checkpoint.newest?.step ?? 0;
        assert.ok(newest >= saved, `step ${saved} was saved, the newest is ${newest}`);
        if (checkpoint.newest) found.set(newest, stateDigest(checkpoint.newest.state));
      }
      const { killed: torn, partial } = whileWriting;
      assert.ok(
        torn >= 5 && partial >= 1,
        `${torn} died writing, ${partial} left a part`,
      );
      const steps = newest + 3;
      const [last, whole] = await Promise.all(
        [killed, join(folder, "whole")].map((to) => runChild(to, { ...options, steps })),
      );
      found.set(steps, digestsOf(last.lines).get(steps)!);
      const expected = digestsOf(whole.lines);
      for (const [step, digest] of found) {
        assert.equal(digest, expected.get(step), `after a kill, step ${step} differs`);
      }
      const names = [...Deno.readDirSync(killed)].map(({ name }) => name);
      assert.ok(names.every((name) => stepOfCheckpoint(name) !== null), `${names}`);
      assert.ok(names.length <= 3 + 2 * Math.log2(steps), `${names}`);
    }),
);

testWith(
  needs,
  "a second process is refused while the first one trains, and let in when it is killed",
  () =>
    inFolder(async (folder) => {
      const options = { threads: 1, source: "set", steps: 4 } as const;
      let second: ReturnType<typeof runChild> | undefined;
      const first = await runChild(folder, { ...options, hangAfter: 2 }, (line, kill) => {
        if (!line.startsWith("saved 2")) return;
        second = runChild(folder, options);
        second.finally(kill);
      });
      const { lines, errors } = await second!;
      assert.deepEqual(lines, []);
      assert.match(
        errors,
        /FolderInUseError: Cannot train into '.*' .*: process \d+ does/,
      );
      assert.ok(first.killed);
      assert.equal((await runChild(folder, options)).lines[0], "from 2, 0 refused");
    }),
);
