import assert from "node:assert/strict";
import { delimiter } from "node:path";
import { findLauncher, LAB_HELP, labEnvironment, main } from "./lab.ts";
import { testWith } from "../../test/test_with.ts";

Deno.test("deno task lab --help explains the options and starts nothing", async () => {
  const { log } = console;
  const lines: string[] = [];
  console.log = (line) => lines.push(line);
  try {
    assert.equal(await main(["--help", "--safe"]), 0);
  } finally {
    console.log = log;
  }
  assert.deepEqual(lines, [LAB_HELP]);
  for (const option of ["--safe", "--help"]) assert.ok(LAB_HELP.includes(`  ${option} `));
});

testWith(
  { permissions: ["run"] },
  "findLauncher() takes the first command that answers",
  async () => {
    const deno = [Deno.execPath()];
    assert.equal(await findLauncher([["no-such-program"], ["false"], deno]), deno);
    assert.equal(await findLauncher([["no-such-program"], ["false"]]), null);
  },
);

testWith(
  { permissions: ["run", "read", "write", "env"] },
  "labEnvironment() puts the project's kernel before all others",
  async () => {
    const folder = await Deno.makeTempDir();
    const { JUPYTER_PATH } = await labEnvironment({ safe: true, folder });
    const [first] = JUPYTER_PATH.split(delimiter);
    const spec = await Deno.readTextFile(`${first}/kernels/deno/kernel.json`);
    const { argv, env } = JSON.parse(spec);
    assert.equal(argv[1], "jupyter");
    assert.deepEqual(env, {});
    await Deno.remove(folder, { recursive: true });
  },
);
