/**
 * Convolutions on both sides of what Winograd's method does.
 *
 * @module
 */

type Shape4 = [number, number, number, number];

/** A convolution's sizes; padding 1 and stride 2 if not given. */
export interface WinogradCase {
  name: string;
  input: Shape4;
  filter: Shape4;
  pad?: "same" | "valid" | number;
  stride?: number;
}

/** What Winograd's method does, with blocks of one image, of several and of a rest. */
export const WINOGRAD_CASES: WinogradCase[] = [
  { name: "one tile", input: [1, 8, 8, 16], filter: [4, 4, 16, 16] },
  { name: "a block of many images", input: [5, 8, 8, 16], filter: [4, 4, 16, 32] },
  { name: "a tile and a rest of one", input: [65, 8, 8, 16], filter: [4, 4, 16, 16] },
  { name: "sides that differ", input: [3, 16, 24, 32], filter: [4, 4, 32, 16] },
  { name: "padding 'same'", input: [2, 16, 16, 16], filter: [4, 4, 16, 48], pad: "same" },
  { name: "a block of one image", input: [2, 64, 64, 16], filter: [4, 4, 16, 16] },
  { name: "two groups of V", input: [1, 8, 8, 256], filter: [4, 4, 256, 176] },
  { name: "more than a block of k", input: [2, 8, 8, 80], filter: [4, 4, 80, 272] },
];

/** One step beside the fast path: each takes the general one. */
export const GENERAL_CASES: WinogradCase[] = [
  { name: "channels not a multiple of 16", input: [2, 8, 8, 17], filter: [4, 4, 17, 16] },
  { name: "outputs not a multiple of 16", input: [2, 8, 8, 16], filter: [4, 4, 16, 15] },
  { name: "a side of 12", input: [1, 12, 8, 16], filter: [4, 4, 16, 16] },
  { name: "an odd side", input: [1, 8, 7, 16], filter: [4, 4, 16, 16] },
  { name: "no padding", input: [1, 8, 8, 16], filter: [4, 4, 16, 16], pad: "valid" },
  { name: "stride 1", input: [1, 8, 8, 16], filter: [4, 4, 16, 16], stride: 1 },
  { name: "a 3×3 filter", input: [1, 8, 8, 16], filter: [3, 3, 16, 16] },
  { name: "too many tiles", input: [1, 136, 128, 16], filter: [4, 4, 16, 16] },
  { name: "no image", input: [0, 8, 8, 16], filter: [4, 4, 16, 16] },
];
