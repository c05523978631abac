/**
 * Pixels as the networks see them: bytes to [−1, 1] and back.
 *
 * @module
 */

/**
 * Scales bytes to the range of tanh, which ends the generator.
 *
 *     value = byte / 127.5 − 1
 *
 * 0 becomes −1 and 255 becomes 1, both exactly; grey lies between two bytes.
 *
 * @param bytes Pixels, 0 to 255.
 * @returns As many values from −1 to 1.
 */
export function toSignedUnit(bytes: Uint8Array | Uint8ClampedArray): Float32Array {
  const values = new Float32Array(bytes.length);
  for (let i = 0; i < values.length; i++) values[i] = bytes[i] / 127.5 - 1;
  return values;
}

/**
 * The inverse of `toSignedUnit()`: pixels from values of [−1, 1].
 *
 *     byte = round(127.5 · (value + 1))
 *
 * Values beyond the range become 0 or 255, as a network without tanh may give them.
 *
 * @param values Pixels from −1 to 1.
 * @returns As many bytes.
 * @throws {RangeError} If a value is NaN: no grey level stands for it.
 */
export function toBytes(values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(values.length);
  for (let i = 0; i < bytes.length; i++) {
    if (Number.isNaN(values[i])) {
      throw new RangeError(
        `Cannot turn values into pixels as they must be numbers: value ${i} is NaN`,
      );
    }
    bytes[i] = Math.round(127.5 * (Math.min(1, Math.max(-1, values[i])) + 1));
  }
  return bytes;
}
