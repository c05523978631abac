import type { ImageSet } from "../data/image_set.ts";
import type { AttributeQuestion, AttributeReading } from "./attribute_judge.ts";
import { attributeShares, shareDistance } from "./attribute_shares.ts";
import { nameInWords } from "./name_in_words.ts";

/** How a judge does on one question. */
export interface JudgeExam {
  /** The question, in words. */
  question: string;
  /** What can be answered. */
  answers: string;
  /** How often one is right who knows nothing and gives the commonest answer. */
  guessed: number;
  /** How often the judge is right. */
  right: number;
}

/** How often the answers to one question are given, of real and of generated images. */
export interface LearnedShares {
  /** The question, in words. */
  question: string;
  /** What can be answered. */
  answers: string;
  /** The share of each answer in the real images. */
  real: number[];
  /** What the judge reads in generated ones. */
  generated: number[];
  /** The share of the generated ones that would have to change. */
  apart: number;
}

/**
 * A judge's accuracies beside what guessing gives.
 *
 * @param set Images whose attributes are known; they say which answer is the commonest.
 * @param questions What was asked.
 * @param right The judge's accuracies, as `accuracies()` gives them.
 * @returns A row for each question.
 * @throws {RangeError} If the attributes of the set are not known.
 */
export function judgeExam<Name extends string>(
  set: ImageSet,
  questions: Readonly<Record<Name, AttributeQuestion>>,
  right: Readonly<Record<Name, number>>,
): JudgeExam[] {
  return (Object.keys(questions) as Name[]).map((name) => ({
    question: nameInWords(name),
    answers: questions[name].names.join(", "),
    guessed: Math.max(...knownShares(set, questions[name])),
    right: right[name],
  }));
}

/**
 * What a generator that was told of no attribute has learned of their shares.
 *
 * An answer of which it gives none is a mode that is missing, which its images may not
 * show to the eye. The judge errs too, so a small distance says nothing.
 *
 * @param readings What a judge reads of the generated images, by question.
 * @param set The real ones, whose attributes are known.
 * @param questions What was asked.
 * @returns A row for each question.
 * @throws {RangeError} If the attributes of the set are not known.
 */
export function learnedShares<Name extends string>(
  readings: Readonly<Record<Name, Pick<AttributeReading, "labels">>>,
  set: ImageSet,
  questions: Readonly<Record<Name, AttributeQuestion>>,
): LearnedShares[] {
  return (Object.keys(questions) as Name[]).map((name) => {
    const answers = questions[name].names.join(", ");
    const real = knownShares(set, questions[name]);
    const generated = attributeShares(readings[name].labels, real.length);
    const apart = shareDistance(real, generated);
    return { question: nameInWords(name), answers, real, generated, apart };
  });
}

/** How often each answer is the right one. */
function knownShares(
  { attributesOf, count, origin }: ImageSet,
  { names, answerOf }: AttributeQuestion,
): number[] {
  if (!attributesOf) {
    throw new RangeError(
      "Cannot count right answers as the set's attributes must be known: " +
        `they are not (${origin})`,
    );
  }
  const answers = Array.from({ length: count }, (_, i) => answerOf(attributesOf(i)));
  return attributeShares(answers, names.length);
}
