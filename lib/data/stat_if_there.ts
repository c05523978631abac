/**
 * What is at a path, if anything is.
 *
 * @param path A file, a folder or neither.
 * @returns Null where there is nothing, or a file where a folder of the path should be.
 */
export async function statIfThere(path: string): Promise<Deno.FileInfo | null> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    const isAbsent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (isAbsent) return null;
    throw error;
  }
}
