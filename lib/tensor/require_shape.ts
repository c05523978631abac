/**
 * Refuses a tensor whose shape is not the expected one.
 *
 * A number in the expected shape is a size that must be met; a string names a size that
 * is free. A name that occurs twice must stand for the same size.
 *
 * @example
 * ```ts
 * import { requireShape } from "./require_shape.ts";
 *
 * const what = { action: "compute the loss", name: "realLogits" };
 * requireShape({ shape: [4, 1] }, ["batch", 1], what);
 * // [4, 2] throws: Cannot compute the loss as 'realLogits' must have shape [batch, 1]:
 * // current shape is [4, 2]
 * ```
 *
 * @param tensor A tensor, or anything else with a shape.
 * @param expected The shape, such as `["batch", 1]`.
 * @param what What cannot be done otherwise, and the tensor's name, for the message.
 * @throws {RangeError} If the shape differs.
 */
export function requireShape(
  tensor: { shape: number[] },
  expected: (number | string)[],
  { action, name }: { action: string; name: string },
): void {
  const { shape } = tensor;
  const sizes = new Map<string, number>();
  const agrees = shape.length === expected.length && expected.every((size, axis) => {
    if (typeof size === "number") return shape[axis] === size;
    if (!sizes.has(size)) sizes.set(size, shape[axis]);
    return sizes.get(size) === shape[axis];
  });
  if (!agrees) {
    throw new RangeError(
      `Cannot ${action} as '${name}' must have shape [${expected.join(", ")}]: ` +
        `current shape is [${shape.join(", ")}]`,
    );
  }
}
