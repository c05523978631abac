/**
 * Removes a file, unless somebody has done so already: a temporary one after its use.
 *
 * @param path The file.
 */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
