/**
 * `deno task train` in this process, on networks of width 1.
 *
 * @module
 */
import { join } from "@std/path";
import { runTrain } from "../lib/cli/train.ts";
import type { StepRecord } from "../lib/train/training_state.ts";

/** A training so small that tests can run it many times; `inRunsFolder()` has the digits. */
export const tiny = [
  "--data",
  "mnist",
  "--size",
  "16",
  "--width",
  "1",
  "--latent-size",
  "3",
  "--batch",
  "4",
];

/** Runs the command on the cpu backend and collects its lines. */
export async function runCommand(
  args: string[],
  visit: (line: string) => void = () => {},
): Promise<{ code: number; lines: string[]; errors: string[] }> {
  const lines: string[] = [], errors: string[] = [];
  const code = await runTrain([...args, "--backend", "cpu"], {
    log: (line) => {
      lines.push(line);
      visit(line);
    },
    error: (line) => errors.push(line),
  });
  return { code, lines, errors };
}

/** The records that a run's folder has. */
export async function readRecords(folder: string): Promise<StepRecord[]> {
  return (await Deno.readTextFile(join(folder, "records.jsonl")))
    .trimEnd().split("\n").map((line) => JSON.parse(line));
}
