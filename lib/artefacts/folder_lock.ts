import { join } from "@std/path";
import { isStillAt, tryFileLock } from "../data/download/file_lock.ts";
import { isFileFault } from "../data/file_fault.ts";
import { removeIfThere } from "../data/remove_if_there.ts";

const NAME = "training.lock";

/** Another process writes into the folder. */
export class FolderInUseError extends Error {
  override name = "FolderInUseError";
}

/**
 * Lets one training at a time write into a folder.
 *
 * The system holds the lock and frees it however the process ends, so the lock of one that
 * was killed is no obstacle, and a process that got its number is not taken for it. The
 * file names the process for people.
 */
export class FolderLock {
  readonly #path: string;
  readonly #file: Deno.FsFile;

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Takes the lock of a folder.
   *
   * @param folder It must exist.
   * @returns The lock; the caller releases it.
   * @throws {FolderInUseError} If another training has it; it names the process.
   */
  static async take(folder: string): Promise<FolderLock> {
    const path = join(folder, NAME);
    const file = await tryFileLock(path);
    if (file === null) {
      const owner = await ownerOf(path);
      throw new FolderInUseError(
        `Cannot train into '${folder}' as no other training may write there: ` +
          (owner === `process ${Deno.pid}`
            ? "one that this program or notebook has opened does; close it"
            : `${owner} does; end it`) +
          " or take another folder",
      );
    }
    try {
      await file.truncate(0);
      await file.write(new TextEncoder().encode(`process ${Deno.pid}\n`));
    } catch (error) {
      // The lock holds without its text, which a full disk has no room for.
      if (!isFileFault(error)) {
        file.close();
        throw error;
      }
    }
    return new FolderLock(path, file);
  }

  /** Whether the folder is still the one that was locked: it may have been removed. */
  async holds(): Promise<boolean> {
    return await isStillAt(this.#path, this.#file);
  }

  /** Gives the lock back and removes its file, if the folder is still there. */
  async release(): Promise<void> {
    try {
      // Removed while it is held, so that nobody can take a lock that is going; but not
      // that of another one, in a folder that was made anew.
      if (await this.holds()) await removeIfThere(this.#path);
    } catch (error) {
      if (!isFileFault(error)) throw error;
    } finally {
      this.#file.close();
    }
  }
}

async function ownerOf(path: string): Promise<string> {
  try {
    return (await Deno.readTextFile(path)).trim() || "another process";
  } catch (error) {
    // It has just ended.
    if (error instanceof Deno.errors.NotFound) return "another process";
    throw error;
  }
}
