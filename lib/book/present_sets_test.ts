import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { openPresentSets } from "./present_sets.ts";

testWith(
  { permissions: ["read", "write", "env"] },
  "openPresentSets() opens what is here and says in one line how to get the rest",
  async () => {
    const project = await Deno.makeTempDir();
    try {
      const lines: string[] = [];
      const sets = await openPresentSets(["digits", "mnist"], {
        count: 3,
        project,
        environment: project,
        log: (line) => lines.push(line),
      });
      assert.deepEqual(sets.map(({ count }) => count), [3]);
      assert.deepEqual(lines, [
        sets[0].origin,
        "MNIST is not on this machine; to get it: deno task data get mnist",
      ]);
    } finally {
      await Deno.remove(project, { recursive: true });
    }
  },
);

testWith(
  { permissions: ["env"] },
  "openPresentSets() refuses a name that no set has",
  async () => {
    await assert.rejects(openPresentSets(["mnits"]), /one of the catalogue's/);
  },
);
