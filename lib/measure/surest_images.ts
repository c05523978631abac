import type { AttributeReading } from "./attribute_judge.ts";

/**
 * The images of which a judge is surest that they have all that is wanted.
 *
 * Sureness is the product of the wanted answers' probabilities. There are always as many
 * as asked for, so look whether they have it where few do.
 *
 * @param readings What the judge reads, by question.
 * @param wanted The answers that are wanted, by question.
 * @param count How many; all of them, sorted, by default.
 * @returns Their places, the surest first, and of equals the first.
 * @throws {RangeError} If there is no such question or answer.
 */
export function surestImages<Name extends string>(
  readings: Readonly<Record<Name, Pick<AttributeReading, "labels" | "probabilities">>>,
  wanted: Readonly<Partial<Record<Name, number>>>,
  count = Infinity,
): number[] {
  const asked = Object.entries<number>(wanted as Record<string, number>);
  const images =
    Object.values<Pick<AttributeReading, "labels">>(readings)[0].labels.length;
  const sureness = Array<number>(images).fill(1);
  for (const [name, answer] of asked) {
    const { probabilities } = readings[name as Name] ?? { probabilities: [] };
    const answers = probabilities.length / images;
    if (!(answer >= 0 && answer < answers)) {
      throw new RangeError(
        `Cannot find images as '${name}' must be a question with an answer ${answer}: ` +
          `it has ${answers} answers`,
      );
    }
    for (let i = 0; i < images; i++) sureness[i] *= probabilities[i * answers + answer];
  }
  return [...sureness.keys()].sort((i, j) => sureness[j] - sureness[i]).slice(0, count);
}
