import { join } from "@std/path";
import { encodeGif } from "../artefacts/gif.ts";
import { type ImageBatch, imageGrid } from "../artefacts/image_grid.ts";
import { decodePng, encodePng } from "../artefacts/png.ts";
import { sideBySide } from "../artefacts/side_by_side.ts";
import { writeDurably } from "../artefacts/write_durably.ts";
import { evenlySpread } from "../data/evenly_spread.ts";
import type { GridFile } from "./run_page.ts";

const PATTERN = /^samples_(\d{6,})\.png$/;
/** The animation's length does not grow with the training. */
const LARGEST_FRAMES = 60;
/** How long a frame stays, and the last one, in milliseconds. */
const FRAME = 150, LAST = 2000;

/**
 * The pictures of a run: samples of the fixed latents over time, and what comes of them.
 */
export class RunSamples {
  readonly #folder: string;

  /** @param folder The run's folder. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Saves a grid of samples as `samples_STEP.png`; the same name is the same step. */
  async save(step: number, images: ImageBatch): Promise<void> {
    const name = `samples_${String(step).padStart(6, "0")}.png`;
    const picture = imageGrid(images, { columns: gridColumns(images.shape[0]) });
    await writeDurably(join(this.#folder, name), [encodePng(picture)]);
  }

  /**
   * The pictures that the folder has, the earliest first.
   *
   * @param until Those of later steps are left out: of a run that was killed and has gone
   *   on from an earlier checkpoint.
   */
  async list(until = Infinity): Promise<GridFile[]> {
    const found: GridFile[] = [];
    for await (const { name } of Deno.readDir(this.#folder)) {
      const match = PATTERN.exec(name);
      if (match && Number(match[1]) <= until) {
        found.push({ step: Number(match[1]), file: name });
      }
    }
    return found.sort((a, b) => a.step - b.step);
  }

  /**
   * Saves real and generated images side by side as `real_and_generated.png`.
   *
   * @param real The real ones.
   * @param fake The generated ones; of each kind as many are shown as there are of both.
   */
  async compare(real: ImageBatch, fake: ImageBatch): Promise<void> {
    const count = Math.min(real.shape[0], fake.shape[0]);
    const grids = [real, fake].map((images) =>
      imageGrid(firstOf(images, count), { columns: gridColumns(count) })
    );
    const path = join(this.#folder, COMPARISON);
    await writeDurably(path, [encodePng(sideBySide(grids))]);
  }

  /**
   * Saves the samples over time as `samples.gif`; long runs leave pictures out.
   *
   * @param until As for `list()`.
   */
  async animate(until = Infinity): Promise<void> {
    const all = await this.list(until);
    const files = evenlySpread(all.length, LARGEST_FRAMES).map((i) => all[i]);
    const frames = [];
    for (const [i, { file }] of files.entries()) {
      const picture = decodePng(await Deno.readFile(join(this.#folder, file)));
      frames.push({ picture, milliseconds: i === files.length - 1 ? LAST : FRAME });
    }
    if (frames.length > 0) {
      await writeDurably(join(this.#folder, ANIMATION), [encodeGif(frames)]);
    }
  }
}

/**
 * Images in a row, so that a grid without gaps is about square or wider: 64 make 8×8, 21
 * make three rows of 7, as Dive into Deep Learning shows them.
 *
 * @param count How many images.
 */
export function gridColumns(count: number): number {
  const side = Math.ceil(Math.sqrt(count));
  for (let columns = side; columns <= 2 * side; columns++) {
    if (count % columns === 0) return columns;
  }
  return side;
}

/** The picture of real images beside generated ones. */
export const COMPARISON = "real_and_generated.png";

/** The samples over time. */
export const ANIMATION = "samples.gif";

function firstOf({ data, shape }: ImageBatch, count: number): ImageBatch {
  const [, ...image] = shape;
  const size = image.reduce((product, side) => product * side, 1);
  return { data: data.subarray(0, count * size), shape: [count, ...image] };
}
