import { fromFileUrl, join, relative } from "@std/path";

/**
 * Makes the folder for the results of one run, never one that holds another's.
 *
 * @param output The folder that the user named; it may exist if it is empty. Undefined
 *   for a new one in the project's `runs`, named after the local time:
 *   `runs/2026-01-31_09-05-00`.
 * @param options.now The time, and `runs`, the parent of such folders.
 * @returns The folder's path; of a new one from where the program runs, so that a notebook
 *   and a terminal find the same.
 * @throws {RangeError} If the named folder holds anything; if it, `runs` or what they lie
 *   in is a file.
 */
export async function makeRunFolder(
  output: string | undefined,
  { now = new Date(), runs = projectRuns() } = {},
): Promise<string> {
  if (output !== undefined) return await makeNamed(output);
  await makeParent(runs);
  // Sweden writes 2026-01-31 09:05:00.
  const time = now.toLocaleString("sv-SE").replace(" ", "_").replaceAll(":", "-");
  for (let attempt = 1;; attempt++) {
    const path = join(runs, attempt === 1 ? time : `${time}-${attempt}`);
    if (await makeNew(path)) return path;
  }
}

function projectRuns(): string {
  const runs = fromFileUrl(new URL("../../runs", import.meta.url));
  return relative(Deno.cwd(), runs);
}

/**
 * Refuses a folder for a run's results that holds anything, before work is done for it.
 *
 * @param path The folder that the user named; nothing is made.
 * @throws {RangeError} If it holds anything, is a file or lies in one.
 */
export async function requireFree(path: string): Promise<void> {
  const cannot = `Cannot save into '${path}' as it must be a new or empty folder`;
  const entries: string[] = [];
  try {
    for await (const { name } of Deno.readDir(path)) entries.push(name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    if (!isNotADirectory(error)) throw error;
    throw new RangeError(`${cannot}: it is a file or lies in one`, { cause: error });
  }
  if (entries.length === 0) return;
  const advice = entries.includes("checkpoints")
    ? "; to go on with the run that lies there, resume it"
    : "";
  const [first, ...others] = entries.sort();
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  throw new RangeError(`${cannot}: it holds '${first}'${more} already${advice}`);
}

function isNotADirectory(error: unknown): boolean {
  return error instanceof Deno.errors.NotADirectory ||
    error instanceof Error && "code" in error && error.code === "ENOTDIR";
}

async function makeNamed(path: string): Promise<string> {
  await requireFree(path);
  await Deno.mkdir(path, { recursive: true });
  return path;
}

async function makeParent(runs: string): Promise<void> {
  try {
    await Deno.mkdir(runs, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists) && !isNotADirectory(error)) {
      throw error;
    }
    throw new RangeError(
      `Cannot make a new folder in '${runs}' as it must be a folder: it is a file or ` +
        "lies in one; move that, or name another folder by 'output'",
      { cause: error },
    );
  }
}

/** Whether the folder could be made; false if it exists. */
async function makeNew(path: string): Promise<boolean> {
  try {
    await Deno.mkdir(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
}
