import { type DataIdentity, sameData } from "../data/data_identity.ts";

/** Images that a run learned from before it went on with others. */
export interface EarlierData {
  /** By which name or path they were asked for. */
  set: string;
  /** What they are, for a person to read. */
  origin: string;
  /** The last step that was made on them. */
  lastStep: number;
}

/**
 * What a run learned from so far, where it goes on with other images now.
 *
 * @param earlier What it learned from before the images of its checkpoint.
 * @param then The checkpoint's step, and set and identity of its images.
 * @param now The identity of the images that it goes on with.
 * @returns The earlier ones and the checkpoint's; those on which no step was made are left
 *   out, and the checkpoint's where the images are still the same.
 */
export function dataSoFar(
  earlier: readonly EarlierData[],
  { step, set, identity }: {
    step: number;
    set: string;
    identity: DataIdentity | null;
  },
  now: DataIdentity | null,
): readonly EarlierData[] {
  const from = earlier.at(-1)?.lastStep ?? 0;
  if (step === from || sameData(identity, now)) return earlier;
  return [...earlier, { set, origin: identity?.origin ?? set, lastStep: step }];
}

/**
 * The images of a run in words, in the order in which it learned from them.
 *
 * @param earlier What it learned from before.
 * @param field Whether they are called by their name or path, or by what they are.
 * @param now That of the last ones.
 * @returns Such as "digits to step 150, then mnist".
 */
export function dataInTurn(
  earlier: readonly EarlierData[],
  field: "set" | "origin",
  now: string,
): string {
  const before = earlier.map((data) => `${data[field]} to step ${data.lastStep}, then `);
  return before.join("") + now;
}
