import type { Survey } from "./data_survey.ts";
import { percent } from "./percent.ts";

/**
 * What is likely to go wrong when a network trains on such images, and what helps.
 *
 * @param survey What was found in them.
 * @returns One sentence or two for each trouble, the worst first; none for a good set.
 */
export function warnings(survey: Survey): string[] {
  return [
    damaged(survey),
    notListed(survey),
    tooFew(survey),
    repeated(survey),
    tooSmall(survey),
    cropped(survey),
    withoutColour(survey),
    unbalanced(survey),
    flat(survey),
    ...survey.remarks.map((remark) => `${remark}.`),
  ].filter((warning) => warning !== null);
}

/** Below this a discriminator learns the pictures by heart before G learns their kind. */
const FEW = 2000;

function damaged({ damaged, lookedAt }: Survey): string | null {
  if (damaged.length === 0) return null;
  return `${beginning(damaged.length / lookedAt)} of the pictures are damaged and are ` +
    "skipped; training stops if they are more than 10 %. Replace or remove them.";
}

function notListed({ leftOut: { length } }: Survey): string | null {
  if (length === 0) return null;
  const files = length === 1 ? "1 file or folder is" : `${length} files or folders are`;
  return `${files} left out and not counted: see above which, and why.`;
}

function tooFew({ count, damaged }: Survey): string | null {
  const usable = count - damaged.length;
  if (usable >= FEW) return null;
  const few = usable === 1 ? "1 picture is" : `${usable} pictures are`;
  return `${few} few: the discriminator can learn them by heart. ` +
    `${FEW} or more are better, or mirrored copies where left and right do not matter.`;
}

function repeated({ duplicates, lookedAt }: Survey): string | null {
  if (duplicates.length === 0) return null;
  const copies = duplicates.length === 1
    ? "1 picture is a copy of another"
    : `${duplicates.length} pictures are copies of others`;
  return `Of ${lookedAt} pictures looked at, ${copies}: the generator will make those ` +
    "more often. Remove the copies.";
}

function tooSmall(survey: Survey): string | null {
  const { size } = survey;
  const share = shareOf(survey, ({ width, height }) => Math.min(width, height) < size);
  if (share === 0) return null;
  return `${beginning(share)} of the pictures are smaller than ${size} pixels: they ` +
    "are enlarged, and the generator will learn that blur. A smaller --size avoids it.";
}

function cropped(survey: Survey): string | null {
  const lost = ({ width, height }: { width: number; height: number }) =>
    1 - Math.min(width, height) / Math.max(width, height);
  const share = shareOf(survey, (shape) => lost(shape) > 0.25);
  if (share < 0.05) return null;
  return `${beginning(share)} of the pictures lose more than a quarter to the centred ` +
    "square. If what matters stands at their edges, crop them yourself before.";
}

function withoutColour({ greyShare }: Survey): string | null {
  if (greyShare < 0.05) return null;
  if (greyShare > 0.99) {
    return "The pictures are grey but loaded with three channels: --channels 1 spares " +
      "both networks two thirds of their first and last maps.";
  }
  return `${beginning(greyShare)} of the pictures are grey among coloured ones: the ` +
    "generator will make both kinds. Leave one kind out if that is not wanted.";
}

function unbalanced({ classes }: Survey): string | null {
  if (classes === null) return null;
  const counts = classes.map(({ count }) => count);
  const [most, least] = [Math.max(...counts), Math.min(...counts)];
  if (most <= 10 * least) return null;
  return `The largest class has ${most} pictures and the smallest ${least}: the ` +
    "generator will hardly make what is rare.";
}

function flat({ deviations }: Survey): string | null {
  if (Math.max(...deviations) >= 10) return null;
  return "The pictures hardly differ from one even colour; see the contact sheet.";
}

function shareOf(
  { sizes }: Survey,
  holds: (shape: { width: number; height: number }) => boolean,
): number {
  const all = sizes.reduce((sum, { count }) => sum + count, 0);
  const some = sizes.filter(holds).reduce((sum, { count }) => sum + count, 0);
  return some / all;
}

/** A share that begins a sentence. */
function beginning(share: number): string {
  const words = percent(share);
  return words[0].toUpperCase() + words.slice(1);
}
