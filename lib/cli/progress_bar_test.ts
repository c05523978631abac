import assert from "node:assert/strict";
import { fromFileUrl } from "@std/path";
import { formatDuration, ProgressBar, type ProgressOutput } from "./progress_bar.ts";
import { type Needs, testWith } from "../../test/test_with.ts";

/** An output whose text is collected, and a clock that a test moves. */
function scene(columns: number | null) {
  const written: string[] = [];
  const output: ProgressOutput = {
    columns: () => columns,
    write: (text) => written.push(text),
  };
  const clock = { time: 0 };
  return { written, output, clock, now: () => clock.time };
}

const redrawn = "\r\x1b[K";

Deno.test("a ProgressBar redraws one line with bar, rate and time left", () => {
  const { written, clock, ...options } = scene(80);
  const bar = new ProgressBar({
    title: "digits.gz",
    unit: "bytes",
    total: 4e6,
    ...options,
  });
  clock.time = 1000;
  bar.update(1e6);
  clock.time = 2000;
  bar.update(2e6);
  assert.deepEqual(written, [
    `${redrawn}digits.gz  25 % [=====>              ] 1.00 MB of 4.00 MB, 1.00 MB/s, 0:03 left`,
    `${redrawn}digits.gz  50 % [==========>         ] 2.00 MB of 4.00 MB, 1.00 MB/s, 0:02 left`,
  ]);
});

Deno.test("a ProgressBar draws at most ten times a second", () => {
  const { written, clock, ...options } = scene(80);
  const bar = new ProgressBar({
    title: "Training",
    unit: "steps",
    total: 1000,
    ...options,
  });
  for (let step = 1; step <= 1000; step++) {
    clock.time = step;
    bar.update(step);
  }
  assert.equal(written.length, 10);
});

Deno.test("a ProgressBar leaves its last state with the whole time, once", () => {
  const { written, clock, ...options } = scene(70);
  const bar = new ProgressBar({
    title: "Training",
    unit: "steps",
    total: 50,
    ...options,
  });
  clock.time = 25_000;
  bar.update(50, "loss D 1.386");
  bar.end();
  bar.end();
  bar.update(51);
  assert.deepEqual(written.slice(1), [
    `${redrawn}Training 100 % [===============] 50 of 50 steps, 2.0 steps/s, in 0:25`,
    "\n",
  ]);
});

Deno.test("a ProgressBar's log() puts a line above the bar", () => {
  const { written, clock, ...options } = scene(70);
  const bar = new ProgressBar({ title: "Training", unit: "steps", total: 4, ...options });
  bar.log("Before it is drawn.");
  clock.time = 1000;
  bar.update(1);
  bar.log("Saved the samples.");
  assert.equal(written[0], "Before it is drawn.\n");
  assert.equal(written[2], `${redrawn}Saved the samples.\n`);
  assert.equal(written[3], written[1]);
});

Deno.test("a ProgressBar's clear() leaves an empty line for an error to stand on", () => {
  const { written, clock, ...options } = scene(70);
  const bar = new ProgressBar({ title: "digits.gz", unit: "bytes", ...options });
  clock.time = 1000;
  bar.update(100);
  bar.clear();
  bar.end();
  assert.deepEqual(written.slice(1), [redrawn]);
});

Deno.test("what was there before a resumed download is no part of its rate", () => {
  const { written, clock, ...options } = scene(null);
  const bar = new ProgressBar({
    title: "celeba",
    unit: "bytes",
    total: 10e6,
    start: 9e6,
    plainEvery: 0,
    ...options,
  });
  clock.time = 1000;
  bar.update(9.5e6);
  clock.time = 2000;
  bar.update(10e6);
  assert.deepEqual(written, [
    "celeba: 95 % 9.50 MB of 10.0 MB, 500 kB/s, 0:01 left\n",
    "celeba: 100 % 10.0 MB of 10.0 MB, 500 kB/s, in 0:02\n",
  ]);
});

Deno.test("a download that begins anew is measured anew", () => {
  const { written, clock, ...options } = scene(null);
  const bar = new ProgressBar({
    title: "celeba",
    unit: "bytes",
    total: 10e6,
    start: 9e6,
    plainEvery: 0,
    ...options,
  });
  clock.time = 1000;
  bar.update(1e6);
  clock.time = 2000;
  bar.update(5.5e6);
  clock.time = 3000;
  bar.update(10e6);
  assert.deepEqual(written.slice(1), [
    "celeba: 55 % 5.50 MB of 10.0 MB, 4.50 MB/s, 0:01 left\n",
    "celeba: 100 % 10.0 MB of 10.0 MB, 5.00 MB/s, in 0:02\n",
  ]);
});

Deno.test("away from a terminal there is a plain line now and then, and a last one", () => {
  const { written, clock, ...options } = scene(null);
  const bar = new ProgressBar({
    title: "Training",
    unit: "steps",
    total: 40,
    ...options,
  });
  for (let step = 1; step <= 40; step++) {
    clock.time = step * 1000;
    bar.update(step, `loss D ${step}`);
  }
  bar.end();
  assert.deepEqual(written, [
    "Training: 37 % 15 of 40 steps, 1.0 steps/s, 0:25 left, loss D 15\n",
    "Training: 75 % 30 of 40 steps, 1.0 steps/s, 0:10 left, loss D 30\n",
    "Training: 100 % 40 of 40 steps, 1.0 steps/s, in 0:40, loss D 40\n",
  ]);
});

Deno.test("formatDuration() writes minutes and seconds, hours, and days at last", () => {
  const written: [number, string][] = [
    [0, "0:00"],
    [59.6, "1:00"],
    [754, "12:34"],
    [3723, "1:02:03"],
    [359_999, "99:59:59"],
    [400_000, "5 days"],
  ];
  for (const [seconds, text] of written) assert.equal(formatDuration(seconds), text);
});

const program = `
import { ProgressBar } from "${fromFileUrl(new URL("progress_bar.ts", import.meta.url))}";
const bar = new ProgressBar({ title: "a-long-name-of-a-file.zip", unit: "bytes", total: 10,
  drawEvery: 0 });
for (let done = 1; done <= 10; done++) bar.update(done);
bar.end();
`;

/** What the program writes on a terminal of 40 columns that `script` makes. */
async function onTerminal(environment: Record<string, string>): Promise<string> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, program);
    const command =
      `stty cols 40 rows 10; '${Deno.execPath()}' run --quiet --no-config ${file}`;
    const { stdout } = await new Deno.Command("script", {
      args: ["-qec", command, "/dev/null"],
      // Quiet, as Deno says on a terminal which modules it loads.
      env: { ...environment, TERM: "xterm" },
      clearEnv: false,
      stdin: "null",
    }).output();
    return new TextDecoder().decode(stdout);
  } finally {
    await Deno.remove(file);
  }
}

const terminal = {
  permissions: ["run", "read", "write"],
  parts: ["terminal"],
} satisfies Needs;

testWith(
  terminal,
  "on a real terminal of 40 columns no line is longer than 39",
  async () => {
    const text = await onTerminal({ NO_COLOR: "" });
    const lines = text.split(redrawn).slice(1);
    assert.equal(lines.length, 11, text);
    for (const line of lines) assert.ok(line.trimEnd().length <= 39, line);
    assert.match(lines.at(-1)!, /^a-long-name-of-a-file.zip 100 % in 0:00\r\n$/);
  },
);

testWith(terminal, "with NO_COLOR set a real terminal gets plain lines", async () => {
  const text = await onTerminal({ NO_COLOR: "1" });
  assert.match(text, /^a-long-name-of-a-file.zip: 100 % 10 bytes of 10 bytes.*\r\n$/);
});
