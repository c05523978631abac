import { join } from "@std/path";
import { isFileFault } from "../data/file_fault.ts";
import type { TrainingState } from "../train/training_state.ts";
import {
  CheckpointError,
  decodeCheckpoint,
  encodeCheckpoint,
} from "./checkpoint_bytes.ts";
import { checkpointName, stepOfCheckpoint } from "./checkpoint_names.ts";
import { writeDurably } from "./write_durably.ts";

/** A checkpoint in a folder. */
export interface CheckpointEntry {
  /** The file. */
  path: string;
  /** After how many steps it was taken. */
  step: number;
}

/** The newest checkpoint that is whole, and what stood in its way. */
export interface NewestCheckpoint {
  /** What to continue from; null if there is no good one. */
  newest: CheckpointEntry & { state: TrainingState } | null;
  /** Newer ones that cannot be used, newest first, and why. They stay where they are. */
  refused: (CheckpointEntry & { reason: string })[];
}

/**
 * Saves a training's state as a file of a folder, whole or not at all.
 *
 * @param folder It must exist.
 * @param state What `training.state()` gave.
 * @returns The file's path, "…/checkpoint_00000400.safetensors", once the disk has it.
 */
export async function saveCheckpoint(
  folder: string,
  state: TrainingState,
): Promise<string> {
  const path = join(folder, checkpointName(state.step));
  await writeDurably(path, encodeCheckpoint(state));
  return path;
}

/**
 * Loads a checkpoint, for `training.restore()` or `continueTraining()`.
 *
 * @param path The file.
 * @throws {CheckpointError} If it is truncated, changed, of another kind or of a newer
 *   version; the message names the file and what is wrong.
 */
export async function loadCheckpoint(path: string): Promise<TrainingState> {
  const bytes = await Deno.readFile(path);
  try {
    return decodeCheckpoint(bytes);
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    throw new CheckpointError(error.kind, error.reason, { path, cause: error });
  }
}

/**
 * Loads the newest checkpoint of a folder that is whole.
 *
 * It needs no lock and changes nothing, so it may look into a running training's folder.
 *
 * @param folder The folder.
 * @returns It, and the newer ones that had to be passed over.
 * @throws {Deno.errors.NotFound} If there is no such folder.
 */
export async function loadNewestCheckpoint(folder: string): Promise<NewestCheckpoint> {
  const refused = [];
  for (const entry of (await listCheckpoints(folder)).toReversed()) {
    try {
      return { newest: { ...entry, state: await loadCheckpoint(entry.path) }, refused };
    } catch (error) {
      // A running training may have thinned it out meanwhile.
      if (error instanceof Deno.errors.NotFound) continue;
      if (!(error instanceof CheckpointError || isFileFault(error))) throw error;
      refused.push({ ...entry, reason: error.message });
    }
  }
  return { newest: null, refused };
}

/**
 * The checkpoints of a folder, oldest first, by their names alone.
 *
 * @param folder The folder.
 * @throws {Deno.errors.NotFound} If there is no such folder.
 */
export async function listCheckpoints(folder: string): Promise<CheckpointEntry[]> {
  const entries: CheckpointEntry[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    const step = stepOfCheckpoint(name);
    if (step !== null) entries.push({ path: join(folder, name), step });
  }
  return entries.sort((a, b) => a.step - b.step);
}
