import { clamp, type FaceCanvas } from "./canvas.ts";
import type { Hair } from "./hair.ts";
import type { Outline } from "./hair_outline.ts";
import type { Head } from "./head.ts";
import { paintStrands } from "./strands.ts";
import { strandCount, type Textures } from "./textures.ts";

/** Paints the hair behind the head, neck and shoulders. */
export function paintHairBehind(
  canvas: FaceCanvas,
  head: Head,
  hair: Hair,
  outline: Outline,
  textures: Textures,
): void {
  if (hair.style === "bun") paintBun(canvas, head, hair, textures);
  else if (hair.style !== "bald" && hair.style !== "short") {
    paintStrands(canvas, head, hair, outline, textures, true);
  }
}

/** Paints the hair before the forehead and the sides of the face, and its shadow there. */
export function paintHairBefore(
  canvas: FaceCanvas,
  head: Head,
  hair: Hair,
  outline: Outline,
  textures: Textures,
): void {
  if (hair.style !== "bald") paintStrands(canvas, head, hair, outline, textures, false);
}

/** A knot on the crown, its strands wound about its middle. */
function paintBun(
  canvas: FaceCanvas,
  head: Head,
  { colour, sheen, bun, bunU, offset }: Hair,
  { strands, locks }: Textures,
): void {
  const u = bunU - 3 * head.turn, v = -head.halfHeight - 0.45 * bun;
  const radiusU = 1.15 * bun, radiusV = 0.96 * bun;
  canvas.reach(u, v, radiusU + 1, radiusV + 1);
  const { colours, relief, box, frame: { x, y, cosine, sine } } = canvas;
  const red = colour[0], green = colour[1], blue = colour[2];
  const paleRed = sheen[0], paleGreen = sheen[1], paleBlue = sheen[2];
  const mask = strandCount - 1;
  for (let row = box.top; row < box.bottom; row++) {
    const dy = row + 0.5 - y;
    for (let column = box.left; column < box.right; column++) {
      const dx = column + 0.5 - x;
      const U = (cosine * dx + sine * dy - u) / radiusU;
      const V = (cosine * dy - sine * dx - v) / radiusV;
      const square = U * U + V * V;
      if (square > 1.7) continue;
      // A spiral: further out, the same strand lies further down.
      const at = Math.floor(offset + 9 * (square + 0.5 * U - 0.3 * V)) & mask;
      const fine = strands[at], lock = locks[at];
      const cover = clamp((1 - square + 0.12 * lock) * 0.45 * bun + 0.5);
      if (cover === 0) continue;
      const value = 0.92 + 0.13 * fine + 0.1 * lock - 0.18 * square * square;
      const off = 2.2 * (V + 0.35 + 0.2 * fine), rest = 1 - off * off - 0.8 * U * U;
      const shine = rest > 0 ? 0.8 * rest : 0;
      const to = canvas.at(row, column);
      colours[to] += cover * (red * value + paleRed * shine - colours[to]);
      colours[to + 1] += cover * (green * value + paleGreen * shine - colours[to + 1]);
      colours[to + 2] += cover * (blue * value + paleBlue * shine - colours[to + 2]);
      relief[to] += cover * (-(0.25 + 0.55 * square) * U - relief[to]);
      relief[to + 1] += cover * (-(0.25 + 0.55 * square) * V - relief[to + 1]);
      relief[to + 2] += cover * (0.08 - relief[to + 2]);
    }
  }
}
