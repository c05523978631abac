/**
 * The embedded faces: labelled portraits for machines without data and without network.
 *
 * @module
 */
import { RandomGenerator } from "../tensor/random.ts";
import { requirePositive } from "../tensor/require_positive.ts";
import {
  attributeClasses,
  drawAttributes,
  type FaceAttributes,
  requireAttributes,
} from "./faces/attributes.ts";
import { FaceCanvas, side } from "./faces/canvas.ts";
import { createOutline } from "./faces/hair_outline.ts";
import { describePortrait, paintPortrait } from "./faces/portrait.ts";
import { createTextures, type Textures } from "./faces/textures.ts";
import { Variation } from "./faces/variation.ts";
import type { ImageSet } from "./image_set.ts";
import { indexedSeed } from "./indexed_seed.ts";

/** What `drawFaces()` draws. */
export interface FaceOptions {
  /** How many faces. */
  count?: number;
  /** Decides all of them, an integer from 0 to 2³² − 1. */
  seed?: number;
  /** The first one's index, for a part of a long set: 0 or more. */
  first?: number;
  /** Attributes that all faces share. The rest of each face stays as it was. */
  attributes?: Partial<FaceAttributes>;
  /** The attribute that becomes the label. */
  label?: keyof typeof attributeClasses;
}

/** Faces with labels and all that is known of them. */
export interface FaceSet extends ImageSet {
  labels: Uint16Array;
  classNames: string[];
  /** What face `index` of this set was drawn from, so it holds exactly. */
  attributesOf: (index: number) => FaceAttributes;
}

/** Made by the first call and kept, as they are the same for all sets. */
let textures: Textures | undefined;

/**
 * Draws portraits of people who do not exist, 64×64 in colour, centred as CelebA's are.
 *
 * No image is stored: parts in relief (`faces/canvas.ts`) are painted from the wall to the
 * glasses and then lit. Face i depends on the seed and i only, so `first` continues a set
 * where another ended. All arithmetic is exact in ECMAScript: every machine draws the same
 * bytes. The attributes are independent of one another, so that they are a ground truth for
 * what latents mean; `faces/attributes.ts` says how often each is drawn.
 *
 * With `attributes` the same people are drawn again, changed in one way: the pairs that
 * latent arithmetic is measured by. In six runs `lib/cli/bench/drawing.ts` measured 3,700 to
 * 4,400 faces a second of CPU time, 4,300 in the median, on two cores of an AMD EPYC with some
 * eight programs waiting for them; batches of 100 that had a core to themselves for a moment
 * ran at 6,900.
 *
 * @example
 * ```ts
 * import { drawFaces } from "./faces.ts";
 *
 * const faces = drawFaces({ count: 100, seed: 1 });
 * console.log(faces.attributesOf(0));
 * const withGlasses = drawFaces({ count: 100, seed: 1, attributes: { glasses: true } });
 * console.log(withGlasses.attributesOf(0).glasses); // true
 * ```
 *
 * @param options By default 10,000 faces from seed 1, which take 123 MB; label 1 smiles, 0
 * does not.
 * @returns The set. With another `label`, label i means `classNames[i]`.
 * @throws {RangeError} If `count` is no positive integer, `first` or `seed` is out of range,
 * or an attribute or the label is none that faces have.
 */
export function drawFaces(
  { count = 10_000, seed = 1, first = 0, attributes = {}, label = "smiling" }:
    FaceOptions = {},
): FaceSet {
  requireOptions(count, seed, first, label);
  requireAttributes(attributes);
  const size = side * side * 3;
  const images = new Uint8Array(count * size);
  const labels = new Uint16Array(count);
  const { values, names } = attributeClasses[label];
  const canvas = new FaceCanvas();
  textures ??= createTextures();
  const shared = textures, room = createOutline();
  const randomOf = (index: number) =>
    new RandomGenerator(indexedSeed(seed, first + index));
  for (let i = 0; i < count; i++) {
    const portrait = describePortrait(randomOf(i), attributes);
    const pixels = images.subarray(i * size, (i + 1) * size);
    paintPortrait(canvas, portrait, shared, pixels, room);
    labels[i] = (values as readonly unknown[]).indexOf(portrait.attributes[label]);
  }
  const attributesOf = (index: number) => {
    requireIndex(index, count);
    return { ...drawAttributes(new Variation(randomOf(index))), ...attributes };
  };
  return {
    images,
    count,
    height: side,
    width: side,
    channels: 3,
    labels,
    classNames: [...names],
    origin: `embedded faces, drawn by code from seed ${seed}`,
    attributesOf,
  };
}

function requireOptions(count: number, seed: number, first: number, label: string): void {
  requirePositive(count, { action: "draw faces", name: "count" });
  const require = (holds: boolean, what: string, value: string | number) => {
    if (holds) return;
    throw new RangeError(`Cannot draw faces as ${what}: current value is ${value}`);
  };
  require(seed === seed >>> 0, "'seed' must be an integer from 0 to 4294967295", seed);
  // Beyond 2³² faces the seeds would repeat.
  require(
    Number.isInteger(first) && first >= 0 && first + count <= 2 ** 32,
    "'first' must be an integer from 0, with 'first' + 'count' at most 4294967296",
    first,
  );
  const known = Object.keys(attributeClasses);
  require(known.includes(label), `'label' must be one of ${known.join(", ")}`, label);
}

function requireIndex(index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new RangeError(
    `Cannot tell a face's attributes as its index must be from 0 to ${count - 1}: ` +
      `current value is ${index}`,
  );
}
