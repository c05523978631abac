import { type DataIdentity, sameData } from "../data/data_identity.ts";
import type { Network } from "../model/network.ts";
import type { BatchSource } from "./batch_source.ts";
import type { TrainingConstants, TrainingState } from "./training_state.ts";

/** What a training may change when it continues from a state. */
export interface RestoreOptions {
  /**
   * Go on with other images or batches; they start at their own beginning, with an epoch of
   * the next number.
   */
  allowOtherData?: boolean;
  /**
   * Go on with another learning rate, another loss and so on; but not with an average of
   * the generator where none was kept, nor without the one that was.
   */
  allowOtherConstants?: boolean;
}

/** The part of a training's state by which it is told from another training. */
export type TrainingFacts = Pick<TrainingState, "architectures" | "constants" | "data">;

/**
 * What a training is told from others by.
 *
 * @param networks Its generator and discriminator.
 * @param constants How it learns.
 * @param batches What it learns from.
 */
export function trainingFacts(
  { generator, discriminator }: Record<"generator" | "discriminator", Network>,
  constants: TrainingConstants,
  { batchSize, identity }: BatchSource,
): TrainingFacts {
  return {
    architectures: {
      generator: generator.architecture,
      discriminator: discriminator.architecture,
    },
    constants,
    data: { batchSize: batchSize ?? null, identity: identity ?? null },
  };
}

/**
 * How many epochs a training that continues from a state has behind it, of other images
 * than its source gives: what the source's own number is added to.
 *
 * @param state What the checkpoint holds; older ones do not say how many there were.
 * @param options Whether the images may be others: then every epoch begun so far counts.
 */
export function epochsBefore(
  { records, epochsBefore = 0 }: Pick<TrainingState, "records" | "epochsBefore">,
  { allowOtherData = false }: RestoreOptions = {},
): number {
  return allowOtherData ? records.at(-1)?.epoch ?? 0 : epochsBefore;
}

/**
 * Refuses to continue one training as if it were another.
 *
 * @param state What the checkpoint holds.
 * @param current What the training was made of.
 * @param options What may differ.
 * @throws {RangeError} If networks, constants or data differ; it names both.
 */
export function requireSameTraining(
  state: TrainingFacts,
  current: TrainingFacts,
  { allowOtherData = false, allowOtherConstants = false }: RestoreOptions = {},
): void {
  for (const name of ["generator", "discriminator"] as const) {
    requireSame(`the ${name}`, state.architectures[name], current.architectures[name]);
  }
  if (!allowOtherConstants) {
    const advice = "; to go on with other ones, pass 'allowOtherConstants'";
    requireSame("the constants", state.constants, current.constants, advice);
  }
  requireSameAverage(state.constants.averageDecay, current.constants.averageDecay);
  if (allowOtherData) return;
  const advice = "; to go on with other data, pass 'allowOtherData'";
  requireSame("the batch size", state.data.batchSize, current.data.batchSize, advice);
  const [stored, given] = [state.data.identity, current.data.identity];
  if (!sameData(stored, given)) {
    // Where the words differ, the sums of the files' names and sizes tell a person nothing.
    const isSaid = described(stored) !== described(given);
    const [then, now] = [stored, given].map((data) =>
      described(data) + (isSaid ? "" : fingerprintOf(data))
    );
    refuse(`the data must be the checkpoint's, ${then}: it is ${now}${advice}`);
  }
}

/** An average cannot begin in the middle, and one that was kept cannot be left behind. */
function requireSameAverage(stored: number | null, given: number | null): void {
  if ((stored === null) === (given === null)) return;
  const required = stored === null
    ? "null, as no average was kept"
    : "a number, as an average was kept";
  refuse(
    `'averageDecay' must be ${required}: the checkpoint's is ${stored}, it is ${given}`,
  );
}

function described(data: DataIdentity | null): string {
  if (data === null) return "of unknown origin";
  // That of files begins with their number.
  const { count, origin } = data;
  return origin.startsWith(`${count} `) ? origin : `${count} images from '${origin}'`;
}

const fingerprintOf = (data: DataIdentity | null) =>
  data?.fingerprint ? ` (fingerprint ${data.fingerprint})` : "";

function requireSame(name: string, stored: unknown, given: unknown, advice = ""): void {
  const [a, b] = [stored, given].map(canonical);
  if (a !== b) refuse(`${name} must be the checkpoint's, ${a}: it is ${b}${advice}`);
}

/** JSON with sorted keys, so that the order in which options were given says nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_, part) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a < b ? -1 : 1))
        : part,
  ) ?? "undefined";
}

function refuse(requirement: string): never {
  throw new RangeError(`Cannot continue the training as ${requirement}`);
}
