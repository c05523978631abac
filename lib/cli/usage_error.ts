import { inOptions } from "./in_options.ts";

/** A command that cannot be carried out as it was given; the message is for its user. */
export class UsageError extends Error {
  /** The class's name, for outputs and logs. */
  override name = "UsageError";
}

/**
 * Passes on an error of what the user asked for as a {@linkcode UsageError}, any other as
 * it is: where options are put to use a RangeError is the user's, elsewhere the program's.
 * Its message gets the command line's names of options.
 *
 * @param error Whatever was thrown.
 * @param kinds Further classes of errors that are the user's.
 */
export function rethrowAsUsage(
  error: unknown,
  kinds: readonly (abstract new (...args: never[]) => Error)[] = [],
): never {
  if (
    error instanceof RangeError ||
    error instanceof Error && kinds.some((kind) => error instanceof kind)
  ) {
    throw new UsageError(inOptions(error.message), { cause: error });
  }
  throw error;
}
