/**
 * How fast the embedded sets are drawn on one core:
 *
 *     deno run --allow-env lib/cli/bench/drawing.ts
 *
 * Seconds are of CPU time, so that other programs on the machine hardly matter.
 *
 * @module
 */
import process from "node:process";
import { drawDigits } from "../../data/digits.ts";
import { drawFaces } from "../../data/faces.ts";

/** How fast one set was drawn. */
export interface DrawingSpeed {
  name: "digits" | "faces";
  imagesPerSecond: number;
}

/**
 * Draws each embedded set, first to warm up the compiler and then with the clock running.
 *
 * @param options.count How many images are drawn of each set, both times.
 */
export function measureDrawing({ count = 4000 } = {}): DrawingSpeed[] {
  const sets = { digits: drawDigits, faces: drawFaces };
  return (["digits", "faces"] as const).map((name) => {
    sets[name]({ count, seed: 1 });
    const before = process.cpuUsage();
    sets[name]({ count, seed: 2 });
    const { user, system } = process.cpuUsage(before);
    return { name, imagesPerSecond: count / ((user + system) / 1e6) };
  });
}

if (import.meta.main) {
  for (const { name, imagesPerSecond } of measureDrawing()) {
    console.log(`${name}: ${Math.round(imagesPerSecond)} images a second of CPU time`);
  }
}
