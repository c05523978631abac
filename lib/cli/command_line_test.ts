import assert from "node:assert/strict";
import {
  answerWithoutOptions,
  oneOf,
  parseCommandLine,
  positiveNumber,
  wholeNumber,
} from "./command_line.ts";
import { UsageError } from "./usage_error.ts";

const options = { size: { type: "string" }, safe: { type: "boolean" } } as const;

Deno.test("parseCommandLine() gives options and other words", () => {
  const args = ["a", "--size=3", "--safe", "b"];
  const { values, positionals } = parseCommandLine({
    args,
    options,
    allowPositionals: true,
  });
  assert.deepEqual({ ...values }, { size: "3", safe: true });
  assert.deepEqual(positionals, ["a", "b"]);
});

Deno.test("parseCommandLine() says in one line which word it cannot take", () => {
  for (const args of [["--cake"], ["word"], ["--size"], ["--size", "-1"]]) {
    assert.throws(() => parseCommandLine({ args, options }), (error: Error) => {
      assert.ok(error instanceof UsageError && error.cause instanceof TypeError);
      assert.match(error.message, new RegExp(`${args[0]}.*; --help lists the options$`));
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });
  }
});

Deno.test("parseCommandLine() says which option a misspelt one most likely means", () => {
  const messageOf = (arg: string) => {
    try {
      parseCommandLine({ args: [arg], options });
    } catch (error) {
      return (error as Error).message;
    }
  };
  const lists = "--help lists the options";
  assert.equal(
    messageOf("--szie=3"),
    `Unknown option '--szie'; the nearest is --size; ${lists}`,
  );
  assert.equal(messageOf("--cake"), `Unknown option '--cake'; ${lists}`);
});

Deno.test("answerWithoutOptions() lets a task run, explains it, or refuses other words", () => {
  const answer = (...args: string[]) => {
    const lines: string[] = [];
    const output = {
      log: (line: string) => lines.push(`log: ${line}`),
      error: (line: string) => lines.push(`error: ${line}`),
    };
    return [answerWithoutOptions(args, "Checks all.", output), ...lines];
  };
  assert.deepEqual(answer(), [null]);
  assert.deepEqual(answer("--help"), [0, "log: Checks all."]);
  for (const word of ["--hlep", "lib"]) {
    const [code, line, ...more] = answer(word);
    assert.deepEqual([code, more], [2, []]);
    assert.match(String(line), new RegExp(`^error: .*${word}`));
  }
});

Deno.test("wholeNumber() takes digits from the least to 2³² − 1", () => {
  assert.equal(wholeNumber("steps", "1", 1), 1);
  assert.equal(wholeNumber("seed", "4294967295", 0), 4294967295);
  for (const value of ["0", "-1", "1.5", "1e3", "0x10", "", " 2", "x", "4294967296"]) {
    assert.throws(() => wholeNumber("steps", value, 1), {
      name: "UsageError",
      message: `--steps must be a whole number from 1: current value is '${value}'`,
    });
  }
});

Deno.test("positiveNumber() takes what is finite and above 0", () => {
  assert.equal(positiveNumber("rate", "2e-4"), 2e-4);
  for (const value of ["0", "-1", "Infinity", "", " ", "fast"]) {
    assert.throws(() => positiveNumber("rate", value), {
      name: "UsageError",
      message: `--rate must be a number above 0: current value is '${value}'`,
    });
  }
});

Deno.test("oneOf() gives the choice, and else names all", () => {
  assert.equal(oneOf("size", 32, [16, 32]), 32);
  assert.throws(() => oneOf("size", 48, [16, 32]), {
    name: "UsageError",
    message: "--size must be one of 16, 32: current value is '48'",
  });
  assert.throws(() => oneOf("against", "jax", ["torch"]), {
    message: "--against must be torch: current value is 'jax'",
  });
});
