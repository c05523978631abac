import { join } from "@std/path";
import type { KnownSet } from "../data/catalogue.ts";
import { type DataFolder, dataFolders, projectDataFolder } from "../data/data_folders.ts";
import { download, DownloadError, type DownloadOptions } from "../data/download.ts";
import { formatBytes } from "../data/download/format_bytes.ts";
import { checkFile, type PublishedFile } from "../data/download/published_file.ts";
import { findIn, placesOf } from "../data/set_files.ts";
import { ProgressBar, type ProgressOutput, standardError } from "./progress_bar.ts";

/** How to get a set. */
export interface GetOptions {
  /** The folder of data sets. */
  to?: string;
  /** The only mirror to ask. */
  mirror?: string;
  /** Whether nobody is asked. */
  isOffline: boolean;
  /** Where lines go. */
  log: (line: string) => void;
  /** Where the progress bar goes. */
  progress?: ProgressOutput;
  /** Stops the download. */
  signal?: AbortSignal;
  /** How patient the download is, for tests. */
  timing?: Pick<DownloadOptions, "patience" | "rounds" | "pauseBetweenRounds">;
}

/**
 * Sees to it that a set's files are on this machine, whole and right.
 *
 * @param set What to get.
 * @param options How.
 * @returns True if all are there; false if some are missing, offline.
 * @throws {DownloadError} If a file cannot be had; those that are whole stay.
 * @throws The signal's reason, if it stops the download; what is there of it stays.
 */
export async function getSet(set: KnownSet, options: GetOptions): Promise<boolean> {
  const { to, isOffline, log } = options;
  if (set.files.length === 0) {
    log(`${set.title} need no files: they are ${set.origin}.`);
    return true;
  }
  log(`${set.title}: ${set.origin}. Licence: ${set.licence}.`);
  const folders = to === undefined
    ? dataFolders()
    : [{ path: to, namedBy: "the option" }];
  const target = to === undefined
    ? join(projectDataFolder(), "downloads", set.folder)
    : join(to, set.folder);
  let missing = 0;
  for (const file of set.files) {
    if (await isThere(set, file, folders, options)) continue;
    if (isOffline) missing++;
    else await getFile(set, file, join(target, file.name), options);
  }
  if (missing > 0) {
    log(
      `${missing} of ${set.files.length} files are missing or not as published. Without --offline this ` +
        `command downloads them from ${set.mirrors.join(", ")}.`,
    );
    return false;
  }
  log(`${set.title} is here.${set.afterwards ? ` ${set.afterwards}` : ""}`);
  return true;
}

/** Whether a file is found and right, and says what it found. */
async function isThere(
  set: KnownSet,
  file: PublishedFile,
  folders: DataFolder[],
  { log, progress = standardError, signal }: GetOptions,
): Promise<boolean> {
  const path = await findIn(placesOf(set, folders), file.name);
  if (path === null) {
    log(`${file.name} is not here${file.bytes ? ` (${formatBytes(file.bytes)})` : ""}.`);
    return false;
  }
  const title = `Checking ${file.name}`;
  const bar = new ProgressBar({
    title,
    unit: "bytes",
    total: file.bytes,
    output: progress,
  });
  const found = await checkFile(path, file, {
    signal,
    onProgress: (bytes) => bar.update(bytes),
  }).finally(() => bar.clear());
  if (found.state === "right") {
    const by = found.isPublished ? "published" : "remembered";
    log(`${path} is here and right: ${found.checksum.algorithm} as ${by}.`);
    return true;
  }
  if (found.state === "wrong") {
    log(
      `${path} is here, but not as published: expected ${found.expected}, found ` +
        `${found.found}.`,
    );
  }
  return false;
}

async function getFile(
  set: KnownSet,
  file: PublishedFile,
  path: string,
  { log, mirror, signal, timing, progress = standardError }: GetOptions,
): Promise<void> {
  let bar: ProgressBar | undefined;
  const say = (line: string) => bar === undefined ? log(line) : bar.log(line);
  try {
    const { checksum, isPublished } = await download(file, path, {
      ...timing,
      mirrors: mirror === undefined ? set.mirrors : [mirror],
      signal,
      onNotice: say,
      onProgress: ({ bytes, total }) => {
        bar ??= new ProgressBar({
          title: file.name,
          unit: "bytes",
          total,
          start: bytes,
          output: progress,
        });
        bar.update(bytes);
      },
    });
    bar?.end();
    log(
      isPublished
        ? `${path} is whole: its checksum is the published ${checksum}.`
        : `${path} is there. Nobody published its checksum; its own is ${checksum}.`,
    );
  } catch (error) {
    bar?.clear();
    if (!(error instanceof DownloadError) || set.byHand === undefined) throw error;
    throw new DownloadError(
      `${error.message}. By hand: get ${file.name} with a browser from ${set.byHand}, ` +
        `put it in ${path}, and run this command again, which checks it`,
      { cause: error },
    );
  }
}
