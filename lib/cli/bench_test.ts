import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { runBench } from "./bench.ts";

const permissions: Deno.PermissionName[] = ["run", "read", "env", "sys"];

async function runCommand(args: string[]) {
  const lines: string[] = [], errors: string[] = [];
  const code = await runBench(args, {
    log: (line) => lines.push(line),
    error: (line) => errors.push(line),
  });
  return { code, lines, errors };
}

Deno.test("bench --help explains the options and ends with 0", async () => {
  const { code, lines } = await runCommand(["--help"]);
  assert.equal(code, 0);
  assert.match(lines[0], /deno task bench \[options\]/);
});

Deno.test("bench says in one line what it cannot do, and ends with 2", async () => {
  const wrong: [string[], RegExp][] = [
    [["--rounds", "0"], /^--rounds must be a whole number from 1: current value is '0'$/],
    [["--only", "vgg"], /^Cannot measure/],
  ];
  for (const [args, message] of wrong) {
    const { code, lines, errors } = await runCommand(args);
    assert.equal(code, 2);
    assert.deepEqual([lines.length, errors.length], [0, 1]);
    assert.match(errors[0], message);
  }
});

testWith({ permissions }, "bench says how to get PyTorch, and ends with 2", async () => {
  // Deno has no option -c, so it fails as a Python without PyTorch does.
  for (const python of ["no-such-python", Deno.execPath()]) {
    const args = ["--against", "torch", "--python", python];
    const { code, lines, errors } = await runCommand(args);
    assert.equal(code, 2);
    assert.deepEqual([lines.length, errors.length], [0, 1]);
    assert.match(errors[0], /pip install torch==2\.13\.0$/);
    assert.ok(errors[0].includes(`'${python}'`));
  }
});
