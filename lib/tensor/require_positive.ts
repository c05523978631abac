/**
 * Refuses a size or a count that is none.
 *
 * @example
 * ```ts
 * import { requirePositive } from "./require_positive.ts";
 *
 * const what = { action: "create a generator", name: "width" };
 * requirePositive(64, what);
 * // 0 throws: Cannot create a generator as 'width' must be a positive integer: current
 * // value is 0
 * ```
 *
 * @param value The number.
 * @param what What cannot be done otherwise, and the number's name, for the message.
 * @throws {RangeError} If it is no positive integer.
 */
export function requirePositive(
  value: number,
  { action, name }: { action: string; name: string },
): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(
      `Cannot ${action} as '${name}' must be a positive integer: current value is ${value}`,
    );
  }
}
