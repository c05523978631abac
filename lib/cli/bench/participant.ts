/**
 * A process that trains when it is told to, seen from outside.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import { v8Environment, type V8Flag } from "../../book/v8_flags.ts";
import { readJsonLines } from "../json_lines.ts";
import type { BenchMessage } from "./child.ts";

/** A program that serves as `child.ts` does: its path, arguments and variables. */
export interface BenchProgram {
  command: string;
  args: string[];
  env?: Record<string, string>;
}

/** Training that cannot go on, in the words of the process. */
export class BenchFailure extends Error {
  override name = "BenchFailure";
}

/**
 * A file of this folder, in a Deno of its own.
 *
 * @param options.flags What V8 gets; `tryV8Flags()` says what it takes.
 * @param options.file Its name; by default this library's training.
 */
export function denoProgram(
  { flags, file = "child.ts" }: { flags: readonly V8Flag[]; file?: string },
): BenchProgram {
  const path = (name: string) => fromFileUrl(new URL(name, import.meta.url));
  const config = path("../../../deno.json");
  return {
    command: Deno.execPath(),
    args: ["run", "--quiet", "--no-prompt", "--config", config, path(file)],
    env: v8Environment(flags),
  };
}

/**
 * PyTorch's training.
 *
 * @param python The Python that has PyTorch.
 */
export function torchProgram(python: string): BenchProgram {
  return {
    command: python,
    args: [fromFileUrl(new URL("pytorch_child.py", import.meta.url))],
  };
}

/** A process of the benchmark. It works only between a command and its answer. */
export class Participant {
  /** How long its first step took. */
  readonly firstStepSeconds: number;
  /** Trainable numbers of its networks. */
  readonly parameters: number;

  readonly #batch: number;
  readonly #process: Deno.ChildProcess;
  readonly #commands: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #answers: AsyncGenerator<unknown, void, void>;

  private constructor(
    process: Deno.ChildProcess,
    answers: AsyncGenerator<unknown, void, void>,
    { batch, firstStepSeconds, parameters }: {
      batch: number;
      firstStepSeconds: number;
      parameters: number;
    },
  ) {
    this.#process = process;
    this.#commands = process.stdin.getWriter();
    this.#answers = answers;
    this.#batch = batch;
    this.firstStepSeconds = firstStepSeconds;
    this.parameters = parameters;
  }

  /**
   * Starts a process and waits until it has taken its first step.
   *
   * @param program What to start; its last argument will be the job.
   * @param job What it trains: a `BenchJob`, of which only the batch matters here.
   * @returns The participant. The caller ends it.
   * @throws {BenchFailure} If it cannot train.
   */
  static async start(
    { command, args, env }: BenchProgram,
    job: { batch: number },
  ): Promise<Participant> {
    const process = new Deno.Command(command, {
      args: [...args, JSON.stringify(job)],
      env,
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const answers = readJsonLines(process.stdout);
    try {
      const { firstStepSeconds, parameters } = await nextAnswer(answers, process);
      const { batch } = job;
      return new Participant(process, answers, { batch, firstStepSeconds, parameters });
    } catch (error) {
      await endProcess(process, process.stdin, answers);
      throw error;
    }
  }

  /** The process's number. */
  get pid(): number {
    return this.#process.pid;
  }

  /**
   * Lets it train, at least a step.
   *
   * @param seconds For how long.
   * @returns Images a second.
   * @throws {BenchFailure} If it cannot go on.
   */
  async measure(seconds: number): Promise<number> {
    const command = new TextEncoder().encode(JSON.stringify({ seconds }) + "\n");
    try {
      await this.#commands.write(command);
    } catch (error) {
      // Whoever has ended cannot listen; that there is no answer then says how it ended.
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    }
    const answer = await nextAnswer(this.#answers, this.#process);
    return this.#batch * answer.steps / answer.seconds;
  }

  /** Ends the process and waits until it has gone. */
  async end(): Promise<void> {
    await endProcess(this.#process, this.#commands, this.#answers);
  }
}

async function endProcess(
  process: Deno.ChildProcess,
  commands: { close(): Promise<void> },
  answers: AsyncGenerator<unknown, void, void>,
): Promise<void> {
  // The pipe to a process that ended by itself is broken already, and cannot be closed.
  await Promise.allSettled([commands.close()]);
  await process.status;
  await answers.return();
}

/** The message's numbers, whichever it is. */
type Answer = Record<"firstStepSeconds" | "parameters" | "steps" | "seconds", number>;

async function nextAnswer(
  answers: AsyncGenerator<unknown, void, void>,
  process: Deno.ChildProcess,
): Promise<Answer> {
  const { value, done } = await answers.next();
  if (done) {
    const { code, signal } = await process.status;
    const how = signal ? `by ${signal}` : `with code ${code}`;
    throw new BenchFailure(`the process ended ${how} instead of answering`);
  }
  const message = value as BenchMessage;
  if ("error" in message) throw new BenchFailure(message.error);
  return message as Answer;
}
