import { imageBatchOf } from "../artefacts/image_batch_of.ts";
import type { ImageBatch } from "../artefacts/image_grid.ts";
import type { Attributes, ImageSet } from "../data/image_set.ts";
import { toBytes } from "../data/normalise.ts";
import { resizeImages } from "../data/resize.ts";
import { requirePositive } from "../tensor/require_positive.ts";
import { ClassHeads, type ClassHeadsOptions, trainClassHeads } from "./class_heads.ts";
import { type Classification, mostProbable, rightShare } from "./most_probable.ts";

/** What is asked of an image, and where the right answer stands. */
export interface AttributeQuestion {
  /** The answers. */
  names: readonly string[];
  /** The right one's place among them. */
  answerOf: (attributes: Attributes) => number;
}

/** What the judge reads of one attribute in some images. */
export interface AttributeReading extends Classification {
  /** The probability of each answer, `[count · answers]`, image after image. */
  probabilities: Float32Array;
}

/** How a judge learns; what is left out is chosen for the drawn faces. */
export interface AttributeJudgeOptions extends Partial<ClassHeadsOptions> {
  /** The side in pixels at which it looks at images, a multiple of 4. */
  side?: number;
}

/**
 * Reads the attributes of images, as a person would with a questionnaire.
 *
 * The ruler for what a generator that was told of no attribute has learned of them. It
 * looks at images that are made smaller: a pixel of the small ones is a mean of several,
 * so that grain, which generated images have and real ones have not, tells it little.
 */
export class AttributeJudge<Name extends string> {
  /** What it answers. */
  readonly questions: Readonly<Record<Name, AttributeQuestion>>;
  readonly #heads: ClassHeads;
  readonly #side: number;

  /**
   * @param heads One for each question, in their order; disposed with the judge.
   * @param options.questions What the heads answer.
   * @param options.side The side of the images that they learned from.
   */
  constructor(
    heads: ClassHeads,
    { questions, side }: {
      questions: Readonly<Record<Name, AttributeQuestion>>;
      side: number;
    },
  ) {
    this.#heads = heads;
    this.#side = side;
    this.questions = questions;
  }

  /**
   * The answer to each question, for each image, and how sure it is.
   *
   * @param images Of any size, with the channels that it learned.
   * @throws {RangeError} If they have other channels, or a value is NaN.
   */
  async read(images: ImageBatch): Promise<Record<Name, AttributeReading>> {
    const count = images.shape[0];
    const set = resizeImages(asImageSet(images), this.#side);
    const shape = [count, this.#side, this.#side, set.channels];
    const heads = await this.#heads.probabilities({ data: set.images, shape });
    const names = Object.keys(this.questions) as Name[];
    return Object.fromEntries(
      names.map((name, i) => [
        name,
        { probabilities: heads[i], ...mostProbable(heads[i], count) },
      ]),
    ) as Record<Name, AttributeReading>;
  }

  /**
   * The share of a set's images for which each question is answered rightly.
   *
   * @param set Images that it has not learned from, else the shares flatter.
   * @throws {RangeError} If the attributes of the set are not known.
   */
  async accuracies(set: ImageSet): Promise<Record<Name, number>> {
    const right = rightAnswers(set, this.questions, "measure a judge's accuracy");
    const readings = await this.read(imageBatchOf(set));
    return Object.fromEntries(
      Object.entries<AttributeReading>(readings)
        .map(([name, { labels }]) => [name, rightShare(labels, right[name as Name])]),
    ) as Record<Name, number>;
  }

  /** Frees its weights. */
  dispose(): void {
    this.#heads.dispose();
  }
}

/**
 * Trains a judge on images whose attributes are known.
 *
 * @example
 * ```ts
 * import { chooseBackend } from "../backend/choose_backend.ts";
 * import { drawFaces } from "../data/faces.ts";
 * import { trainAttributeJudge } from "./attribute_judge.ts";
 * import { faceQuestions } from "./face_questions.ts";
 *
 * await chooseBackend();
 * const { smiling, glasses } = faceQuestions;
 * const faces = drawFaces({ count: 200, seed: 1 });
 * const judge = await trainAttributeJudge(faces, { smiling, glasses }, { steps: 10 });
 * console.log(await judge.accuracies(drawFaces({ count: 100, seed: 2 })));
 * judge.dispose();
 * ```
 *
 * @param set Images with `attributesOf`.
 * @param questions What it is to answer.
 * @param options The defaults suit the drawn faces; `side` is 32 by default.
 * @returns A judge that the caller disposes.
 * @throws {RangeError} If the attributes of the set are not known, or an answer is none.
 */
export async function trainAttributeJudge<Name extends string>(
  set: ImageSet,
  questions: Readonly<Record<Name, AttributeQuestion>>,
  { side = 32, steps = 700, batchSize = 64, learningRate = 2e-3, seed = 1, ...others }:
    AttributeJudgeOptions = {},
): Promise<AttributeJudge<Name>> {
  requirePositive(side, { action: "train a judge", name: "side" });
  const right = rightAnswers(set, questions, "train a judge");
  const asked = Object.entries<AttributeQuestion>(questions).map(([name, { names }]) => ({
    classes: names.length,
    labels: right[name as Name],
  }));
  const { channels = [32, 64], signal } = others;
  const options = { steps, batchSize, learningRate, seed, channels, signal };
  const heads = await trainClassHeads(resizeImages(set, side), asked, options);
  return new AttributeJudge(heads, { questions, side });
}

/** Each image's right answers. */
function rightAnswers<Name extends string>(
  { attributesOf, count, origin }: ImageSet,
  questions: Readonly<Record<Name, AttributeQuestion>>,
  action: string,
): Record<Name, Uint16Array> {
  if (!attributesOf) {
    throw new RangeError(
      `Cannot ${action} as the set's attributes must be known: they are not (${origin})`,
    );
  }
  const known = Array.from({ length: count }, (_, i) => attributesOf(i));
  const entries = Object.entries<AttributeQuestion>(questions).map(
    ([name, { names, answerOf }]) => {
      const answers = Uint16Array.from(known, (attributes, image) => {
        const answer = answerOf(attributes);
        if (answer in names) return answer;
        throw new RangeError(
          `Cannot ${action} as the answer on '${name}' must be from 0 to ` +
            `${names.length - 1}: that of image ${image} is ${answer}`,
        );
      });
      return [name, answers];
    },
  );
  return Object.fromEntries(entries);
}

function asImageSet({ data, shape }: ImageBatch): ImageSet {
  const [count, height, width, channels] = shape;
  const images = data instanceof Uint8Array ? data : toBytes(data);
  const unknown = { labels: null, classNames: null, origin: "images to be judged" };
  return { images, count, height, width, channels, ...unknown };
}
