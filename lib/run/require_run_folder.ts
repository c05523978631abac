import { dirname, join } from "@std/path";
import { listCheckpoints } from "../artefacts/checkpoint_file.ts";
import { isFileFault } from "../data/file_fault.ts";
import { statIfThere } from "../data/stat_if_there.ts";

/** So many runs are named where a path is none: more would hide what is wrong. */
const NAMED = 3;

/**
 * Refuses what is no run's folder, and names the runs that may be meant: the one that a
 * path lies in, or the newest in a folder of runs or beside a path where nothing is.
 *
 * @param folder What is to be resumed.
 * @throws {RangeError} If it has no folder of checkpoints; the message says what it is.
 */
export async function requireRunFolder(folder: string): Promise<void> {
  if ((await statIfThere(join(folder, "checkpoints")))?.isDirectory) return;
  throw new RangeError(
    `Cannot resume '${folder}' as it must be the folder of a run: ` +
      `${await whatIsAt(folder)}${await whichIsMeant(folder)}`,
  );
}

async function whatIsAt(path: string): Promise<string> {
  try {
    const { isDirectory } = await Deno.stat(path);
    return isDirectory ? "it has no folder 'checkpoints'" : "it is a file";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "it is not there";
    if (error instanceof Deno.errors.NotADirectory) return "it lies in a file";
    throw error;
  }
}

async function whichIsMeant(path: string): Promise<string> {
  const around = dirname(path);
  for (const folder of [around, dirname(around)]) {
    if (await savedAt(folder) !== null) return `; the run that it lies in is ${folder}`;
  }
  const within = await newestRuns(path);
  if (within.length > 0) return `; the newest runs in it are ${within.join(", ")}`;
  const beside = await statIfThere(path) === null ? await newestRuns(around) : [];
  return beside.length > 0 ? `; the newest runs beside it are ${beside.join(", ")}` : "";
}

/** The folders of the runs that saved last, the newest first. */
async function newestRuns(folder: string): Promise<string[]> {
  const runs: { path: string; time: number }[] = [];
  for (const name of await namesIn(folder)) {
    const path = join(folder, name), time = await savedAt(path);
    if (time !== null) runs.push({ path, time });
  }
  const isLater = (a: string, b: string) => a > b ? -1 : 1;
  return runs.sort((a, b) => b.time - a.time || isLater(a.path, b.path))
    .slice(0, NAMED).map(({ path }) => path);
}

/** When a run's newest checkpoint was written; null where there is none to be read. */
async function savedAt(run: string): Promise<number | null> {
  return await unlessClosed(async () => {
    const newest = (await listCheckpoints(join(run, "checkpoints"))).at(-1);
    return newest ? (await Deno.stat(newest.path)).mtime?.getTime() ?? 0 : null;
  }, null);
}

async function namesIn(folder: string): Promise<string[]> {
  const list = async () =>
    await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return await unlessClosed(list, []);
}

/** What is not there or may not be read is no run that could be named. */
async function unlessClosed<Found>(
  look: () => Promise<Found>,
  otherwise: Found,
): Promise<Found> {
  try {
    return await look();
  } catch (error) {
    const { NotFound, NotADirectory, NotCapable } = Deno.errors;
    const isClosed = isFileFault(error) ||
      [NotFound, NotADirectory, NotCapable].some((kind) => error instanceof kind);
    if (isClosed) return otherwise;
    throw error;
  }
}
