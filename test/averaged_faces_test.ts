/**
 * Why the book averages the generator that draws faces: each step's own samples are grainy.
 */
import assert from "node:assert/strict";
import type { GrainReport } from "./grain_of_faces.ts";
import { runFastChild } from "./run_fast_child.ts";
import { testWith } from "./test_with.ts";

testWith(
  { permissions: ["run", "read", "env"] },
  "after 600 steps, faces of the average have at most 3/4 of the grain of the generator's own",
  async () => {
    const program = new URL("./grain_of_faces.ts", import.meta.url);
    const { averaged, own } = await runFastChild<GrainReport>(program);
    console.log(`grain: ${averaged} of the average, ${own} of the generator`);
    assert.ok(averaged <= .75 * own, `${averaged} of ${own}`);
  },
);
