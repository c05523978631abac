import type { AttributeReading } from "./attribute_judge.ts";
import { surestImages } from "./surest_images.ts";

/** Where two kinds of images stand. */
export interface SurestParts {
  /** The places of those that are taken to have the answer, the surest first. */
  having: number[];
  /** The places of all others. */
  lacking: number[];
}

/**
 * Cuts images in two: those that have an answer, and those that have not.
 *
 * All are sorted by how probable the judge finds the answer, and as many of the first are
 * taken as it reads it in. But each part gets at least `least`, so that a mean can be
 * taken of it even where a generator hardly draws, or always draws, what is asked for.
 *
 * @param readings What a judge reads of the images, by question.
 * @param wanted The question, and the answer.
 * @param options.least How many images each part has at least.
 * @throws {RangeError} If there is no such question or answer, or there are too few images
 *   for two parts.
 */
export function surestParts<Name extends string>(
  readings: Readonly<Record<Name, Pick<AttributeReading, "labels" | "probabilities">>>,
  { name, answer }: { name: Name; answer: number },
  { least }: { least: number },
): SurestParts {
  const wanted = { [name]: answer } as Partial<Record<Name, number>>;
  const sorted = surestImages(readings, wanted);
  if (sorted.length < 2 * least) {
    throw new RangeError(
      `Cannot cut images in two as there must be ${2 * least} or more: ` +
        `there are ${sorted.length}`,
    );
  }
  const read = readings[name].labels.filter((label) => label === answer).length;
  const count = Math.min(sorted.length - least, Math.max(least, read));
  return { having: sorted.slice(0, count), lacking: sorted.slice(count) };
}
