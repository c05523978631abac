/**
 * Tells what the system says of files from errors of the program.
 *
 * @module
 */

/** No room, no permission, no such place, a broken disk: what only the user can mend. */
const CODES = [
  "EACCES",
  "EDQUOT",
  "EFBIG",
  "EIO",
  "EISDIR",
  "ENAMETOOLONG",
  "ENOSPC",
  "ENOTDIR",
  "EPERM",
  "EROFS",
];

/**
 * Whether the system has refused to read or write a file.
 *
 * Deno has no class for a full disk, but such errors carry the system's code.
 *
 * @param error Whatever was thrown.
 * @returns True for a full disk, a folder that is not writable and the like; false for
 *   errors of the program, whose stack somebody needs.
 */
export function isFileFault(error: unknown): error is Error {
  return error instanceof Error && "code" in error && typeof error.code === "string" &&
    CODES.includes(error.code);
}
