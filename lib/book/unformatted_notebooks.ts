import { basename, join } from "@std/path";

/**
 * The notebooks that `deno fmt` would change.
 *
 * `deno fmt --check` cannot be asked: Deno 2.9.6 says of every cell without a last line
 * break, which nbformat leaves out, that it is not formatted, and then changes nothing.
 * So copies are formatted and compared.
 *
 * @param paths The notebooks' files; no two have one name.
 * @param config The `deno.json` with the project's line width.
 * @returns Those of the paths whose copy has changed.
 * @throws {Error} If Deno cannot format one, with Deno's words.
 */
export async function unformattedNotebooks(
  paths: readonly string[],
  config: string,
): Promise<string[]> {
  if (paths.length === 0) return [];
  const folder = await Deno.makeTempDir({ prefix: "dcgan-book-fmt-" });
  try {
    const copies = paths.map((path) => join(folder, basename(path)));
    for (const [i, path] of paths.entries()) await Deno.copyFile(path, copies[i]);
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["fmt", "--quiet", "--config", config, ...copies],
      env: { NO_COLOR: "1" },
    }).output();
    if (!success) {
      const words = new TextDecoder().decode(stderr).trim();
      throw new Error(`Cannot format the notebooks: ${words}`);
    }
    const changed = await Promise.all(
      paths.map(async (path, i) =>
        await Deno.readTextFile(path) !== await Deno.readTextFile(copies[i])
      ),
    );
    return paths.filter((_, i) => changed[i]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
