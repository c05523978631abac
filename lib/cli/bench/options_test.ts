import assert from "node:assert/strict";
import { BENCH_HELP, parseBenchOptions } from "./options.ts";

Deno.test("parseBenchOptions() without arguments measures the usual rows, and memory", () => {
  assert.deepEqual(parseBenchOptions([], 2), {
    only: [],
    all: false,
    rounds: 5,
    seconds: 1,
    threads: [2],
    scaling: true,
    batch: undefined,
    flags: "both",
    against: undefined,
    python: "python3",
    memory: true,
    data: false,
  });
});

Deno.test("parseBenchOptions() takes every option", () => {
  const args = "--against torch --only a --only b --all --rounds 7 --seconds 0.5 " +
    "--threads 1,2 --batch 8 --flags without --memory --python /opt/python --data";
  assert.deepEqual(parseBenchOptions(args.split(" ")), {
    only: ["a", "b"],
    all: true,
    rounds: 7,
    seconds: 0.5,
    threads: [1, 2],
    scaling: false,
    batch: 8,
    flags: "without",
    against: "torch",
    python: "/opt/python",
    memory: true,
    data: true,
  });
});

Deno.test("parseBenchOptions() leaves the memory out with --only and with --no-memory", () => {
  assert.equal(parseBenchOptions(["--only", "d2l"])?.memory, false);
  assert.equal(parseBenchOptions(["--no-memory"])?.memory, false);
});

Deno.test("parseBenchOptions() adds one thread only to a whole table on several cores", () => {
  assert.equal(parseBenchOptions([], 1)?.scaling, false);
  assert.equal(parseBenchOptions(["--only", "d2l"], 2)?.scaling, false);
  assert.equal(parseBenchOptions(["--threads", "2"], 2)?.scaling, false);
});

Deno.test("parseBenchOptions() says in one line what an option must be", () => {
  const wrong: [string, string][] = [
    ["--rounds 0", "a whole number from 1: current value is '0'"],
    [
      "--threads 1,x",
      "a whole number from 1 to 4, two for each core, as this machine has 2 cores: current value is 'x'",
    ],
    [
      "--threads 1,5",
      "a whole number from 1 to 4, two for each core, as this machine has 2 cores: current value is '5'",
    ],
    ["--batch 1", "a whole number from 2: current value is '1'"],
    ["--seconds 0", "a number above 0: current value is '0'"],
    ["--flags some", "one of both, with, without: current value is 'some'"],
    ["--against jax", "torch: current value is 'jax'"],
  ];
  for (const [args, words] of wrong) {
    const [option] = args.split(" ");
    assert.throws(() => parseBenchOptions(args.split(" "), 2), {
      name: "UsageError",
      message: `${option} must be ${words}`,
    });
  }
  assert.throws(() => parseBenchOptions(["--fast"]), {
    name: "UsageError",
    message: /--fast.*--help lists the options$/,
  });
});

Deno.test("parseBenchOptions() gives null for help, which names every option", () => {
  assert.equal(parseBenchOptions(["--help"]), null);
  const options = "against only all rounds seconds threads batch flags python help";
  for (const name of options.split(" ")) assert.ok(BENCH_HELP.includes(`--${name}`));
  assert.ok(BENCH_HELP.includes("--[no-]memory"));
});
