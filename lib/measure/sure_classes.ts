import type { Classification } from "./most_probable.ts";

/**
 * The images of each class of which a classifier is sure.
 *
 * @param read What it reads in the images.
 * @param options.classes How many classes there are.
 * @param options.confidence From which probability it counts as sure.
 * @returns Their places, for each class, in their order; an empty list where it is sure of
 *   none.
 */
export function sureByClass(
  { labels, confidences }: Classification,
  { classes, confidence }: { classes: number; confidence: number },
): number[][] {
  const sure = [...labels.keys()].filter((image) => confidences[image] >= confidence);
  return Array.from(
    { length: classes },
    (_, label) => sure.filter((image) => labels[image] === label),
  );
}

/**
 * What a classifier takes images for, or a question mark where it is not sure.
 *
 * @param read What it reads in the images.
 * @param options.confidence From which probability it counts as sure.
 * @returns A label below each image.
 */
export function sureNames(
  { labels, confidences }: Classification,
  { confidence }: { confidence: number },
): string[] {
  return Array.from(
    labels,
    (label, i) => confidences[i] >= confidence ? String(label) : "?",
  );
}
