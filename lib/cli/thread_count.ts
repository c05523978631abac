import { counted } from "../data/counted.ts";
import { UsageError } from "./usage_error.ts";

/**
 * Reads `--threads`: at most two for each core, as more only wait for one another.
 *
 * @param value What was given; digits only.
 * @param options.cores How many cores the machine has.
 * @returns The number.
 * @throws {UsageError} If it is another number, or none.
 */
export function threadCount(
  value: string,
  { cores = navigator.hardwareConcurrency }: { cores?: number } = {},
): number {
  const number = Number(value), most = 2 * cores;
  if (/^\d+$/.test(value) && number >= 1 && number <= most) return number;
  throw new UsageError(
    `--threads must be a whole number from 1 to ${most}, two for each core, as this ` +
      `machine has ${counted(cores, "core")}: current value is '${value}'`,
  );
}
