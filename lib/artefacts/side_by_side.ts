import { imageGrid } from "./image_grid.ts";
import type { Picture } from "./png.ts";

/** Pixels between two pictures, more than between the images of one grid. */
const GAP = 16;

/**
 * Pictures of one size in a row, as one picture: grids before and after, for example.
 *
 * @param pictures At least one, all of the same size and channels.
 * @throws {RangeError} If there is none, or sizes or channels differ.
 */
export function sideBySide(pictures: readonly Picture[]): Picture {
  if (pictures.length === 0) {
    throw new RangeError(
      "Cannot set pictures side by side as there must be at least one: there is none",
    );
  }
  const [{ width, height, channels }] = pictures;
  const data = new Uint8Array(pictures.length * width * height * channels);
  pictures.forEach((picture, i) => {
    const { width: w, height: h, channels: c } = picture;
    if (w !== width || h !== height || c !== channels) {
      throw new RangeError(
        `Cannot set pictures side by side as all must have shape [${height}, ${width}, ` +
          `${channels}]: current shape is [${h}, ${w}, ${c}]`,
      );
    }
    data.set(picture.pixels, i * width * height * channels);
  });
  const shape = [pictures.length, height, width, channels];
  return imageGrid({ data, shape }, { columns: pictures.length, gap: GAP });
}
