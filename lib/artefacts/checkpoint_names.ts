const PATTERN = /^checkpoint_(\d{8,})\.safetensors$/;
const PARTIAL = /^checkpoint_\d{8,}\.safetensors\.partial$/;

/** How many of the newest checkpoints always stay. */
const NEWEST = 3;

/**
 * The file of a checkpoint: "checkpoint_00000400.safetensors".
 *
 * @param step After how many steps it was taken.
 */
export function checkpointName(step: number): string {
  return `checkpoint_${String(step).padStart(8, "0")}.safetensors`;
}

/**
 * After how many steps a checkpoint was taken, by its file's name.
 *
 * @param name A file's name.
 * @returns The step, or null if no checkpoint is called so.
 */
export function stepOfCheckpoint(name: string): number | null {
  const match = PATTERN.exec(name);
  return match ? Number(match[1]) : null;
}

/**
 * Whether a file is a checkpoint that was never completed.
 *
 * @param name A file's name.
 */
export function isPartialCheckpoint(name: string): boolean {
  return PARTIAL.test(name);
}

/**
 * Which checkpoints to remove so that a long training does not fill the disk.
 *
 * The newest three stay. Of the older ones the first of every stretch of 2ᵏ steps stays,
 * 2ᵏ being the largest power of two in its age (its distance from the newest): so they
 * lie the farther apart the older they are, about log₂ of all steps are left, and the
 * first one stays for ever.
 *
 * A stretch of 2ᵏ⁺¹ steps is two of 2ᵏ, so what a later call would want to keep no
 * earlier call has removed.
 *
 * @param steps Of all checkpoints there are, in any order.
 * @returns Those to remove.
 */
export function checkpointsToThin(steps: number[]): number[] {
  const sorted = steps.toSorted((a, b) => a - b);
  const newest = sorted.at(-1) ?? 0;
  return sorted.slice(0, -NEWEST).filter((step, i) => {
    const stretch = 2 ** Math.floor(Math.log2(newest - step));
    return i > 0 && Math.floor(sorted[i - 1] / stretch) === Math.floor(step / stretch);
  });
}
