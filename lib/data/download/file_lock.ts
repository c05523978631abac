/**
 * One at a time, also among processes.
 *
 * @module
 */
import { removeIfThere } from "../remove_if_there.ts";
import { pause } from "./pause.ts";

/**
 * Does something while no other process that asks for the same lock does.
 *
 * The system itself holds the lock and frees it however a process ends, so that a killed
 * one blocks nobody.
 *
 * @param path The lock's file, which is made and removed.
 * @param run What to do.
 * @param options `onWait`, called once if another process has the lock; `signal`, which
 * stops the waiting; `pollEvery`, the milliseconds between two tries.
 * @returns What `run` returns. It is told whether there was another process before.
 * @throws The signal's reason, if it stops the waiting.
 */
export async function withFileLock<Result>(
  path: string,
  run: (waited: boolean) => Promise<Result>,
  { onWait, signal, pollEvery = 250 }: {
    onWait?: () => void;
    signal?: AbortSignal;
    pollEvery?: number;
  } = {},
): Promise<Result> {
  for (let waited = false;; waited = true) {
    signal?.throwIfAborted();
    using lock = await tryFileLock(path);
    if (lock !== null) {
      try {
        return await run(waited);
      } finally {
        // Removed while it is still held, so that nobody can take a lock that is going.
        await removeIfThere(path);
      }
    }
    if (!waited) onWait?.();
    await pause(pollEvery, signal);
  }
}

/**
 * Takes a lock and keeps it, without waiting.
 *
 * @param path The lock's file, which is made and, if its owner does so, removed.
 * @returns The locked file, which the caller closes, or null if another has it.
 */
export async function tryFileLock(path: string): Promise<Deno.FsFile | null> {
  const file = await Deno.open(path, { write: true, create: true });
  try {
    if (await file.tryLock(true) && await isStillAt(path, file)) return file;
  } catch (error) {
    file.close();
    throw error;
  }
  file.close();
  return null;
}

/**
 * Whether a path still means this file: another may have removed it meanwhile.
 *
 * @param path Where the file was opened.
 * @param file The opened file.
 */
export async function isStillAt(path: string, file: Deno.FsFile): Promise<boolean> {
  try {
    return (await Deno.stat(path)).ino === (await file.stat()).ino;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
