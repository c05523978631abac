/**
 * What every source of images turns into.
 *
 * @module
 */

/** What is known of an image beside its class: `{ smiling: true, hair: "curly" }`. */
export type Attributes = Record<string, boolean | string | number>;

/** Images of one size in memory, with or without labels. */
export interface ImageSet {
  /** Pixels, `[count, height, width, channels]`, 0 to 255. */
  images: Uint8Array;
  /** How many images there are. */
  count: number;
  /** Rows of an image, in pixels. */
  height: number;
  /** Columns of an image, in pixels. */
  width: number;
  /** 1 for grey, 3 for red, green and blue. */
  channels: number;
  /** The class of each image, `[count]`, or null where the source has no classes. */
  labels: Uint16Array | null;
  /** What label i means, or null where there are no labels. */
  classNames: string[] | null;
  /** What the set is and where it came from, for a person to read. */
  origin: string;
  /** What is known of image `index` beside its class, where the source says it. */
  attributesOf?: (index: number) => Attributes;
}

/**
 * Refuses a set whose parts disagree: the wrong number of bytes or labels would show only
 * later, as shifted images.
 *
 * @param set The set to check.
 * @param action What is being done, for the message: "cut batches".
 * @throws {RangeError} If the set is empty, or its bytes, labels or class names do not fit
 * its count and shape.
 */
export function requireImageSet(set: ImageSet, action: string): void {
  const { images, count, height, width, channels, labels, classNames } = set;
  const require = (holds: boolean, what: string, value: string | number) => {
    if (holds) return;
    throw new RangeError(`Cannot ${action} as ${what}: current value is ${value}`);
  };
  const size = count * height * width * channels;
  const shape = `${count}×${height}×${width}×${channels}`;
  require(size > 0 && Number.isInteger(size), "the set must not be empty", shape);
  require(
    images.length === size,
    `'images' must have ${shape} = ${size} bytes`,
    images.length,
  );
  if (labels === null) return;
  require(labels.length === count, `'labels' must have ${count} labels`, labels.length);
  const classes = classNames?.length ?? 65_536;
  const largest = labels.reduce((a, b) => Math.max(a, b), 0);
  require(largest < classes, `every label must be below ${classes}`, largest);
}

/**
 * Copies some images, with their labels, into a set of their own.
 *
 * @param set Where they come from.
 * @param indices Which ones, in the order wanted; repeats are allowed.
 * @returns The new set.
 * @throws {RangeError} If an index is not one of the set's.
 */
export function selectImages(set: ImageSet, indices: Iterable<number>): ImageSet {
  const chosen = Array.from(indices);
  const size = set.height * set.width * set.channels;
  const images = new Uint8Array(chosen.length * size);
  chosen.forEach((index, i) => {
    if (!Number.isInteger(index) || index < 0 || index >= set.count) {
      throw new RangeError(
        `Cannot select images as an index must be from 0 to ${set.count - 1}: ` +
          `current value is ${index}`,
      );
    }
    images.set(set.images.subarray(index * size, (index + 1) * size), i * size);
  });
  const labels = set.labels && Uint16Array.from(chosen, (index) => set.labels![index]);
  const { attributesOf } = set;
  return {
    ...set,
    images,
    labels,
    count: chosen.length,
    ...attributesOf && { attributesOf: (index) => attributesOf(chosen[index]) },
  };
}

/**
 * Copies the images of one class, as an exercise of Dive into Deep Learning trains on
 * Fashion-MNIST.
 *
 * @example
 * ```ts
 * import { drawDigits } from "./digits.ts";
 * import { selectClass } from "./image_set.ts";
 *
 * console.log(selectClass(drawDigits({ count: 100 }), "7").count);
 * ```
 *
 * @param set A set with classes.
 * @param className The class, as in `classNames`.
 * @returns The new set, in the order of the old one, with the same labels.
 * @throws {RangeError} If the set has no such class, or no image of it.
 */
export function selectClass(set: ImageSet, className: string): ImageSet {
  const label = set.classNames?.indexOf(className) ?? -1;
  if (label < 0 || !set.labels?.includes(label)) {
    const names = set.classNames?.join(", ") ?? "none";
    throw new RangeError(
      `Cannot select the class '${className}' as the set must have images of it: ` +
        `its classes are ${names}`,
    );
  }
  const ofClass = Array.from(set.labels.keys()).filter((i) => set.labels![i] === label);
  const origin = `${className} of ${set.origin}`;
  return { ...selectImages(set, ofClass), origin };
}
