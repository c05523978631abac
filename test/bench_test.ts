import assert from "node:assert/strict";
import { fromFileUrl } from "@std/path";
import { python, testWith } from "./test_with.ts";

const permissions: Deno.PermissionName[] = ["run", "read", "env"];
const root = fromFileUrl(new URL("..", import.meta.url));
const tiny = "--only pytorchTutorial-16-w2-c1 --batch 4 --seconds 0.01";

/** Runs the task as a user does. */
async function bench(args: string) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "bench", ...args.split(" ")],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  assert.equal(code, 0, decoder.decode(stderr));
  return decoder.decode(stdout).trim().split("\n");
}

testWith(
  { permissions },
  "deno task bench prints rates and memory of a row",
  async () => {
    const lines = await bench(
      `${tiny} --rounds 2 --threads 1,2 --flags without --memory`,
    );
    assert.match(lines[0], /^Deno \S+ on \d+ cores of /);
    const rows = lines.filter((line) => /^\s*pytorchTutorial-16-w2-c1 /.test(line));
    assert.equal(rows.length, 4, "two numbers of threads, their ratio, one batch size");
    assert.match(rows[0], / 4 +1 +none +\d/);
    assert.match(rows[1], / 4 +2 +none +\d/);
    // What the second thread brings a step, products and copies.
    assert.match(rows[2], / none +1 +2( +\d+\.\d\d){3}$/);
    assert.match(rows[3], Deno.build.os === "linux" ? / 4 +\d+$/ : / 4 +–$/);
  },
);

testWith(
  { permissions, parts: ["torch"] },
  "deno task bench --against torch ends in a line of JSON with each row's ratio",
  async () => {
    // In a single round the ratio is that of the two rates.
    const options = `--rounds 1 --threads 1 --against torch --python ${python()}`;
    const lines = await bench(`${tiny} ${options}`);
    assert.match(lines[0], / and PyTorch \d/);
    const { rows } = JSON.parse(lines.at(-1)!);
    assert.ok(rows.length > 0);
    for (const { imagesPerSecond, torchImagesPerSecond, ratio, ...row } of rows) {
      const shape = { network: "pytorchTutorial", width: 2, channels: 1, size: 16 };
      assert.deepEqual(row, { ...shape, batch: 4, threads: 1, flags: row.flags });
      // Each has four digits.
      assert.ok(Math.abs(ratio * torchImagesPerSecond / imagesPerSecond - 1) < 2e-3);
    }
    const flags = rows.map((row: { flags: boolean }) => row.flags);
    assert.ok(flags.includes(false) && new Set(flags).size === flags.length);
  },
);
