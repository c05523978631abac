/**
 * Does some work in a new folder, and removes that afterwards, also if the work fails.
 *
 * @param work Gets the folder's path.
 * @returns What the work returns.
 */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
