/**
 * How elementwise kernels are cut into tasks.
 *
 * @module
 */

/** Elements a task computes: 64 KiB of floats, a few microseconds; a multiple of 4. */
export const CHUNK = 16384;

/**
 * The number of tasks for so many elements, whatever the number of threads.
 *
 * @param count Elements, 0 or more.
 */
export function elementwiseTasks(count: number): number {
  return Math.ceil(count / CHUNK);
}
