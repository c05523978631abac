import type { FaceAttributes } from "./attributes.ts";
import type { Colour } from "./canvas.ts";
import { type Head, shaded } from "./head.ts";
import { strandCount } from "./textures.ts";
import type { Variation } from "./variation.ts";

/** Hair: its outline, where it meets the forehead, and its strands. */
export interface Hair {
  style: FaceAttributes["hairStyle"];
  colour: Colour;
  /** Pixels that it stands off the crown and the sides of the head. */
  top: number;
  sides: number;
  /** Where the outline ends below, and how much wider it is there. */
  end: number;
  flare: number;
  /** The forehead's edge: its height in the middle, slope, arch and fall at the temples. */
  hairline: [middle: number, slope: number, arch: number, fall: number];
  /** How far locks shift the forehead's edge: a fringe is uneven. */
  fringe: number;
  /** Pixels over which the forehead's edge fades: hair combed back begins thin. */
  hairlineSoftness: number;
  /** Where the forehead's edge is highest, in half widths from its middle. */
  apex: number;
  /** How far locks stand off the outline, and how unevenly long they are. */
  tuft: number;
  tips: number;
  /** What is added where it shines. */
  sheen: Colour;
  /** Where the strands part on the crown, −1 to 1 across the head. */
  parting: number;
  /** How much the outline and the strands wave. */
  wave: number;
  /** Where the face begins in the shared textures. */
  offset: number;
  /** The bun's place across and its radius. */
  bunU: number;
  bun: number;
}

const colours: Record<FaceAttributes["hairColour"], Colour> = {
  black: [0.15, 0.125, 0.125],
  brown: [0.37, 0.235, 0.155],
  blond: [0.84, 0.67, 0.43],
  red: [0.68, 0.3, 0.14],
  grey: [0.68, 0.68, 0.69],
};

/** Draws hair for a face with such attributes and such a head. */
export function describeHair(
  vary: Variation,
  { hairStyle: style, hairColour }: FaceAttributes,
  { halfHeight }: Head,
): Hair {
  const colour = shaded(colours[hairColour], vary.about(1, 0.16));
  const volume = vary.about(1, 0.4), length = vary.about(0, 1), width = vary.about(0, 1);
  const height = vary.about(0, 1), slope = vary.about(0, 1);
  const hasFringe = vary.chance(0.35), arch = vary.about(0, 1);
  const parting = vary.about(0, 0.75);
  const middle = -0.7 * halfHeight + 1.6 * height;
  const low = -0.42 * halfHeight + 1.2 * height;
  const short: Hair = {
    style,
    colour,
    sheen: [0.12 * colour[0] + 0.11, 0.12 * colour[1] + 0.115, 0.12 * colour[2] + 0.125],
    top: 2.6 * volume,
    sides: 1 * volume,
    end: 5.5,
    flare: 0,
    hairline: hasFringe
      ? [low - 2, 2 * slope, arch, 18]
      : [middle, 3.5 * slope, 1.5 + 2 * arch, 17],
    fringe: hasFringe ? 1.6 : 0.8,
    hairlineSoftness: hasFringe ? 1.3 : 2,
    apex: 0,
    tuft: 0.6,
    tips: 0,
    parting,
    wave: vary.between(0, 1),
    offset: vary.between(0, strandCount),
    bunU: vary.about(0, 2.5),
    bun: vary.about(5, 0.8),
  };
  const apex = hasFringe ? 0 : 0.4 * parting;
  switch (style) {
    case "bob":
      return {
        ...short,
        top: 2.8 * volume,
        sides: 2.8 + width,
        end: 0.72 * halfHeight + 3 * length,
        flare: 1.2 + 1.4 * width,
        hairline: hasFringe
          ? [low, slope, 1 + arch, 28]
          : [middle - 1.5, 4 * slope, 6.5 + 3 * arch, 28],
        apex,
        tuft: 0.4,
        tips: 1.2,
      };
    case "long":
      return {
        ...short,
        top: 2.5 * volume,
        sides: 2.3 + width,
        end: 1.62 * halfHeight + 4 * length,
        flare: 2.2 + 2 * width,
        hairline: hasFringe
          ? [low, slope, 1 + arch, 30]
          : [middle - 1.5, 4 * slope, 7 + 3 * arch, 30],
        apex,
        tuft: 0.4,
        tips: 3,
      };
    case "curly":
      return {
        ...short,
        top: 5 + 1.5 * volume,
        sides: 5.4 + 1.6 * width,
        end: 0.35 * halfHeight + 5 * length,
        hairline: [middle + 0.5, slope, 1.5 + arch, 14],
        fringe: 1.4,
        tuft: 0.8,
      };
    case "bun":
      return {
        ...short,
        top: 1.5 * volume,
        sides: 0.5,
        hairline: [middle - 0.8, slope, 1.5 + arch, 13],
        fringe: 0.6,
        hairlineSoftness: 2.6,
        tuft: 0.2,
      };
    default:
      return short;
  }
}

/** Whether the ears lie under the hair. */
export function coversEars({ style }: Hair): boolean {
  return style === "bob" || style === "long" || style === "curly";
}
