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
  { name: "V left to the tasks", input: [1, 8, 8, 256], filter: [4, 4, 256, 176] },
  { name: "more than a block of k", input: [2, 8, 8, 80], filter: [4, 4, 80, 272] },
  { name: "tiles that stick out", input: [2, 12, 14, 16], filter: [4, 4, 16, 32] },
  { name: "a tile that sticks out", input: [3, 6, 6, 16], filter: [4, 4, 16, 16] },
  { name: "sticking out across", input: [5, 16, 12, 16], filter: [4, 4, 16, 32] },
  { name: "sticking out down", input: [5, 12, 16, 16], filter: [4, 4, 16, 32] },
  { name: "odd sides", input: [2, 15, 9, 16], filter: [4, 4, 16, 16] },
  ...[
    { name: "kernel 3", input: [3, 14, 14, 32], filter: [3, 3, 32, 16] } as const,
    { name: "kernel 3, one tile", input: [1, 3, 3, 16], filter: [3, 3, 16, 32] } as const,
    {
      name: "kernel 3, odd sides",
      input: [2, 9, 13, 16],
      filter: [3, 3, 16, 16],
    } as const,
    {
      name: "kernel 3, 65 images",
      input: [65, 3, 3, 16],
      filter: [3, 3, 16, 16],
    } as const,
  ].map((each) => ({ ...each, pad: "same", stride: 1 }) as WinogradCase),
  {
    name: "kernel 3 without padding",
    input: [2, 8, 11, 16],
    filter: [3, 3, 16, 32],
    pad: "valid",
    stride: 1,
  },
  {
    name: "kernel 3, padding 2",
    input: [2, 7, 7, 16],
    filter: [3, 3, 16, 16],
    pad: 2,
    stride: 1,
  },
  ...[
    {
      name: "kernel 3, stride 2",
      input: [3, 14, 14, 32],
      filter: [3, 3, 32, 16],
    } as const,
    {
      name: "stride 2 on odd sides",
      input: [3, 7, 7, 16],
      filter: [3, 3, 16, 32],
    } as const,
    {
      name: "stride 2, 65 images",
      input: [65, 7, 7, 16],
      filter: [3, 3, 16, 16],
    } as const,
    {
      name: "stride 2, two blocks of k",
      input: [2, 8, 16, 80],
      filter: [3, 3, 80, 48],
    } as const,
  ].map((each) => ({ ...each, pad: "same" }) as WinogradCase),
  { name: "stride 2, padding 1", input: [2, 8, 14, 16], filter: [3, 3, 16, 16] },
  {
    name: "stride 2 without padding",
    input: [2, 10, 9, 16],
    filter: [3, 3, 16, 16],
    pad: "valid",
  },
  {
    name: "kernel 4 without padding",
    input: [1, 10, 8, 16],
    filter: [4, 4, 16, 16],
    pad: 0,
  },
  { name: "kernel 2", input: [2, 9, 9, 16], filter: [2, 2, 16, 16], pad: 0, stride: 1 },
  { name: "kernel 5, stride 2", input: [2, 12, 11, 16], filter: [5, 5, 16, 16], pad: 2 },
  { name: "kernel 6, stride 2", input: [2, 12, 11, 16], filter: [6, 6, 16, 16], pad: 2 },
];

/** One step beside the fast path: each takes the general one. */
export const GENERAL_CASES: WinogradCase[] = [
  { name: "channels not a multiple of 16", input: [2, 8, 8, 17], filter: [4, 4, 17, 16] },
  { name: "outputs not a multiple of 16", input: [2, 8, 8, 16], filter: [4, 4, 16, 15] },
  { name: "an output of 2×2", input: [3, 4, 4, 16], filter: [4, 4, 16, 16] },
  { name: "latents of 1×1", input: [2, 1, 1, 16], filter: [4, 4, 16, 16], pad: 3 },
  {
    name: "a row that nobody sees",
    input: [1, 11, 8, 16],
    filter: [4, 4, 16, 16],
    pad: 0,
  },
  { name: "stride 1", input: [1, 8, 8, 16], filter: [4, 4, 16, 16], stride: 1 },
  { name: "stride 3", input: [1, 9, 9, 16], filter: [5, 5, 16, 16], stride: 3 },
  { name: "a filter of one pixel", input: [1, 8, 8, 16], filter: [1, 1, 16, 16], pad: 0 },
  { name: "a filter of 3×4", input: [1, 8, 8, 16], filter: [3, 4, 16, 16] },
  {
    name: "kernel 3 with an output of 1×1",
    input: [9, 2, 2, 16],
    filter: [3, 3, 16, 16],
  },
  { name: "too many tiles", input: [1, 136, 128, 16], filter: [4, 4, 16, 16] },
  { name: "no image", input: [0, 8, 8, 16], filter: [4, 4, 16, 16] },
];
