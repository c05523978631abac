import assert from "node:assert/strict";
import { join } from "@std/path";
import { inFolder } from "../../test/in_folder.ts";
import { testWith } from "../../test/test_with.ts";
import { requireRunFolder } from "./require_run_folder.ts";

/** Folders that look like runs, each saved a minute after the one before. */
async function makeRuns(folder: string, names: string[]): Promise<string[]> {
  for (const [i, name] of names.entries()) {
    const checkpoints = join(folder, name, "checkpoints");
    await Deno.mkdir(checkpoints, { recursive: true });
    const checkpoint = join(checkpoints, "checkpoint_00000004.safetensors");
    await Deno.writeTextFile(checkpoint, "");
    await Deno.utime(checkpoint, 60 * i, 60 * i);
  }
  return names.map((name) => join(folder, name));
}

const refused = (folder: string, what: string) =>
  assert.rejects(requireRunFolder(folder), {
    name: "RangeError",
    message: `Cannot resume '${folder}' as it must be the folder of a run: ${what}`,
  });

testWith(
  { permissions: ["read", "write"] },
  "resuming a folder of runs names the three that saved last, the newest first",
  () =>
    inFolder(async (runs) => {
      const [, second, third, last] = await makeRuns(runs, ["d", "c", "b", "a"]);
      // Neither has anything to go on from.
      await Deno.mkdir(join(runs, "e", "checkpoints"), { recursive: true });
      await Deno.writeTextFile(join(runs, "notes.txt"), "");
      const newest = [last, third, second].join(", ");
      await refused(
        runs,
        `it has no folder 'checkpoints'; the newest runs in it are ${newest}`,
      );
      await refused(
        join(runs, "x"),
        `it is not there; the newest runs beside it are ${newest}`,
      );
      await requireRunFolder(last);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "resuming what lies in a run names the run",
  () =>
    inFolder(async (runs) => {
      const [run] = await makeRuns(runs, ["a"]);
      const checkpoints = join(run, "checkpoints");
      await Deno.writeTextFile(join(run, "index.html"), "");
      const lies = `; the run that it lies in is ${run}`;
      await refused(checkpoints, `it has no folder 'checkpoints'${lies}`);
      await refused(join(run, "index.html"), `it is a file${lies}`);
      const checkpoint = join(checkpoints, "checkpoint_00000004.safetensors");
      await refused(checkpoint, `it is a file${lies}`);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "resuming a folder without runs says no more than that",
  () =>
    inFolder(async (folder) => {
      await makeRuns(folder, ["run"]);
      await Deno.mkdir(join(folder, "pictures"));
      await refused(join(folder, "pictures"), "it has no folder 'checkpoints'");
    }),
);
