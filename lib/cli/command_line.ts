/**
 * What all command lines of the project have in common.
 *
 * @module
 */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { nearestName } from "../data/nearest_name.ts";
import { UsageError } from "./usage_error.ts";

/**
 * Splits a command line into options and other words.
 *
 * @param config Node's: the arguments without the program's name, and the options.
 * @returns Node's `values` and `positionals`.
 * @throws {UsageError} In one line, if an option is not known or lacks its value.
 */
export function parseCommandLine<Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [, option] = /^Option '(--[\w-]+)' argument is ambiguous/.exec(error.message) ??
      [];
    // Node's first sentence names the option; the others explain positional arguments.
    const sentence = option === undefined
      ? error.message.split(". ")[0]
      : `${option} must have a value: another option follows (${option}=-1 is a value)`;
    const nearest = nearestOption(sentence, Object.keys(config.options ?? {}));
    throw new UsageError(`${sentence}${nearest}; --help lists the options`, {
      cause: error,
    });
  }
}

/** Which option an unknown one most likely means, for the message. */
function nearestOption(sentence: string, known: string[]): string {
  const [, unknown] = /^Unknown option '--([\w-]+)'/.exec(sentence) ?? [];
  const nearest = unknown === undefined ? null : nearestName(unknown, known);
  return nearest === null ? "" : `; the nearest is --${nearest}`;
}

/**
 * Answers the command line of a task that takes no options.
 *
 * @param args The arguments without the program's name.
 * @param help What `--help` prints.
 * @param output Where the lines go; the console by default.
 * @returns Null if the task is to run. Else its exit code: 0 once the help is printed, 2
 *   once an error is, in one line.
 */
export function answerWithoutOptions(
  args: string[],
  help: string,
  output: Pick<Console, "log" | "error"> = console,
): 0 | 2 | null {
  try {
    const { values } = parseCommandLine({ args, options: { help: { type: "boolean" } } });
    if (!values.help) return null;
    output.log(help);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.error(error.message);
    return 2;
  }
}

/**
 * Reads an option's whole number.
 *
 * @param name The option, without its dashes.
 * @param value What was given; digits only.
 * @param least The smallest number allowed; the largest is 2³² − 1.
 * @returns The number.
 * @throws {UsageError} If it is another number, or none.
 */
export function wholeNumber(name: string, value: string, least: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && number < 2 ** 32) return number;
  throw mustBe(name, `a whole number from ${least}`, value);
}

/**
 * Reads an option's positive number.
 *
 * @param name The option, without its dashes.
 * @param value What was given.
 * @returns The number, finite and above 0.
 * @throws {UsageError} If it is another number, or none.
 */
export function positiveNumber(name: string, value: string): number {
  const number = Number(value);
  if (value.trim() !== "" && number > 0 && number < Infinity) return number;
  throw mustBe(name, "a number above 0", value);
}

/**
 * Holds an option to some choices.
 *
 * @param name The option, without its dashes.
 * @param value What was given.
 * @param choices What it can be.
 * @returns The choice.
 * @throws {UsageError} If it is none of them.
 */
export function oneOf<const Choice extends string | number>(
  name: string,
  value: string | number,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  const what = choices.length > 1 ? `one of ${choices.join(", ")}` : `${choices[0]}`;
  throw mustBe(name, what, value);
}

function mustBe(name: string, what: string, value: string | number): UsageError {
  return new UsageError(`--${name} must be ${what}: current value is '${value}'`);
}
