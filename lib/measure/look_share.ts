import type { ImageBatch } from "../artefacts/image_grid.ts";
import type { AttributeJudge, AttributeReading } from "./attribute_judge.ts";

/** Answers that an image is to have, by question; the other questions are left open. */
export type Look<Name extends string> = Readonly<Partial<Record<Name, number>>>;

/**
 * The share of some images that look as they should, where each should look its own way.
 *
 * An image counts only if all the answers of its look are read in it.
 *
 * @param readings What a judge reads of the images, by question.
 * @param looks One for each image.
 * @returns From 0 to 1; NaN where there is no image.
 * @throws {RangeError} If there are not as many looks as images, or no such question.
 */
export function lookShare<Name extends string>(
  readings: Readonly<Record<Name, Pick<AttributeReading, "labels">>>,
  looks: readonly Look<Name>[],
): number {
  const right = looks.filter((look, i) =>
    Object.entries(look).every(([name, answer]) =>
      labelsOf(readings, name as Name, looks.length)[i] === answer
    )
  );
  return right.length / looks.length;
}

/**
 * Lets a judge count looks in several batches of images.
 *
 * @param judge Who reads them.
 * @param batches The images, by the way in which they were made.
 * @param looks What is asked of each image, by what it is called; the same for all batches.
 * @returns A row for each batch: its way, and the share that looks so, for each call.
 * @throws {RangeError} As {@link lookShare} does.
 */
export async function lookTable<Name extends string, Call extends string>(
  judge: Pick<AttributeJudge<Name>, "read">,
  batches: Readonly<Record<string, ImageBatch>>,
  looks: Readonly<Record<Call, readonly Look<Name>[]>>,
): Promise<({ way: string } & Record<Call, number>)[]> {
  const rows: ({ way: string } & Record<Call, number>)[] = [];
  for (const [way, images] of Object.entries(batches)) {
    const readings = await judge.read(images);
    const shares = Object.entries<readonly Look<Name>[]>(looks)
      .map(([call, wanted]) => [call, lookShare(readings, wanted)]);
    rows.push({ way, ...Object.fromEntries(shares) as Record<Call, number> });
  }
  return rows;
}

function labelsOf<Name extends string>(
  readings: Readonly<Record<Name, Pick<AttributeReading, "labels">>>,
  name: Name,
  looks: number,
): Uint16Array {
  const action = "count looks";
  if (!(name in readings)) {
    throw new RangeError(
      `Cannot ${action} as '${name}' must be one of ${Object.keys(readings).join(", ")}`,
    );
  }
  const { labels } = readings[name];
  if (labels.length === looks) return labels;
  throw new RangeError(
    `Cannot ${action} as there must be one for each of ${labels.length} images: ` +
      `there are ${looks}`,
  );
}
