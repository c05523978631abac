import type { AttributeReading } from "./attribute_judge.ts";

/**
 * Where some images lean between two answers to a question.
 *
 *     mean of (P(to) − P(from))
 *
 * From −1, where the judge is sure of `from` in all of them, to 1. Unlike a count of the
 * answers it moves already where no answer has changed yet.
 *
 * @param reading What is read of the images, on this question.
 * @param between The two answers.
 * @throws {RangeError} If there is no such answer.
 */
export function meanLean(
  { labels, probabilities }: Pick<AttributeReading, "labels" | "probabilities">,
  { from, to }: { from: number; to: number },
): number {
  const answers = probabilities.length / labels.length;
  for (const answer of [from, to]) {
    if (Number.isInteger(answer) && answer >= 0 && answer < answers) continue;
    throw new RangeError(
      `Cannot measure a lean as an answer must be from 0 to ${answers - 1}: ` +
        `current value is ${answer}`,
    );
  }
  let sum = 0;
  for (let i = 0; i < probabilities.length; i += answers) {
    sum += probabilities[i + to] - probabilities[i + from];
  }
  return sum / labels.length;
}
