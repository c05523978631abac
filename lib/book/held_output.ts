/**
 * Output that waits to be sent, and the moment when it must not wait any longer.
 *
 * Prints are joined and live figures are throttled, so at the end of a cell some of both
 * may still be here. Whoever holds output back registers; the repaired kernel releases all
 * of it before it says that the cell is done.
 *
 * @module
 */

type Release = () => void | Promise<void>;

const releases = new Set<Release>();

/**
 * Registers something that holds output back.
 *
 * @param release Sends what is held. It is called at the end of every cell.
 */
export function onRelease(release: Release): void {
  releases.add(release);
}

/** Sends all output that is held back, in the order of registration. */
export async function releaseOutput(): Promise<void> {
  for (const release of releases) await release();
}
