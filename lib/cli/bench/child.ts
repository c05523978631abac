/**
 * The process of the benchmark that trains with this library; `pytorch_child.py` is its
 * twin. It gets a job as its argument, tells on standard output when it is ready, and
 * then answers each line `{"seconds": 1}` of standard input by training so long.
 *
 * @module
 */
import { readJsonLines } from "../json_lines.ts";
import { type BenchJob, type BenchSteps, startSteps } from "./steps.ts";

/** What the process says on standard output, one JSON object a line. */
export type BenchMessage =
  | { firstStepSeconds: number; parameters: number }
  | { steps: number; seconds: number }
  /** Training cannot go on, for want of memory perhaps. */
  | { error: string };

/**
 * Trains as it is told, until the commands end or training fails.
 *
 * @param start Starts the training.
 * @param commands How many seconds to train, each as `{seconds}`.
 * @returns What to write, one message for the start and one for each command.
 */
export async function* serveSteps(
  start: () => Promise<BenchSteps>,
  commands: AsyncIterable<unknown>,
): AsyncGenerator<BenchMessage, void, void> {
  try {
    const steps = await start();
    const { firstStepSeconds, parameters } = steps;
    yield { firstStepSeconds, parameters };
    for await (const command of commands) {
      yield await steps.measure((command as { seconds: number }).seconds);
    }
    await steps.end();
  } catch (error) {
    yield { error: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Serves this process's standard input and output.
 *
 * @param start Starts the training.
 */
export async function serveProcess(start: () => Promise<BenchSteps>): Promise<void> {
  const messages = serveSteps(start, readJsonLines(Deno.stdin.readable));
  for await (const message of messages) console.log(JSON.stringify(message));
}

if (import.meta.main) {
  const job: BenchJob = JSON.parse(Deno.args[0]);
  await serveProcess(() => startSteps(job));
}
