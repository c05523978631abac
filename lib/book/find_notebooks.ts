import { basename, join } from "@std/path";

/**
 * The notebooks of a folder in the order of their names, or those asked for.
 *
 * @param folder Such as "notebooks".
 * @param options.only Names, or their beginnings: "10" and "10_leaky" both mean
 *   `10_leaky_relu.ipynb`, and "1" means nothing, as a number is not cut. All if it is
 *   empty.
 * @throws {RangeError} If the folder or its notebooks are not there, or one asked for is
 *   not there or means several, or one's name has other characters than a page's address.
 */
export async function findNotebooks(
  folder: string,
  { only = [] }: { only?: readonly string[] } = {},
): Promise<string[]> {
  const names = (await listFolder(folder)).filter((name) => name.endsWith(".ipynb"));
  if (names.length === 0) {
    throw new RangeError(
      `Cannot find notebooks in ${folder} as it must hold some: it holds none`,
    );
  }
  const wanted = new Set(only.map((start) => {
    const found = names.filter((name) => beginsWith(name, basename(start, ".ipynb")));
    if (found.length === 1) return found[0];
    throw new RangeError(
      `Cannot choose '${start}' as it must mean one notebook of ${folder}: ` +
        `it means ${found.length === 0 ? "none" : "several"} of ` +
        (found.length === 0 ? names : found).sort().join(", "),
    );
  }));
  const chosen = names.filter((name) => wanted.size === 0 || wanted.has(name)).sort();
  chosen.forEach(requireAddress);
  return chosen.map((name) => join(folder, name));
}

/** A notebook's name becomes its page's address, where "#" and "%" mean something else. */
function requireAddress(name: string): void {
  if (/^[\w-]+\.ipynb$/.test(name)) return;
  throw new RangeError(
    `Cannot use the notebook '${name}' as its name must be of letters from a to z, ` +
      "digits, '-' and '_': rename it, or move it to another folder",
  );
}

/** Whether a name begins with a word that does not end in the midst of a number. */
function beginsWith(name: string, start: string): boolean {
  const isCut = /\d$/.test(start) && /^\d/.test(name.slice(start.length));
  return name.startsWith(start) && !isCut;
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  } catch (error) {
    const isAbsent = error instanceof Deno.errors.NotFound;
    if (!isAbsent && !(error instanceof Deno.errors.NotADirectory)) throw error;
    throw new RangeError(
      `Cannot find notebooks in ${folder} as it must be a folder: ` +
        (isAbsent ? "there is nothing" : "it is a file"),
      { cause: error },
    );
  }
}
