/**
 * Flips an image left to right, in place.
 *
 * Faces, churches and bedrooms stay what they are in a mirror and so double the data;
 * digits and letters do not.
 *
 * @param pixels `[height, width, channels]`.
 * @param options `width` and `channels` of the image.
 * @throws {RangeError} If the pixels are no whole number of rows.
 */
export function flipImage(
  pixels: Uint8Array,
  { width, channels }: { width: number; channels: number },
): void {
  const row = width * channels;
  if (pixels.length % row !== 0) {
    throw new RangeError(
      `Cannot flip an image as its pixels must be rows of ${width}×${channels} bytes: ` +
        `there are ${pixels.length}`,
    );
  }
  for (let start = 0; start < pixels.length; start += row) {
    let left = start;
    let right = start + row - channels;
    for (; left < right; left += channels, right -= channels) {
      for (let channel = 0; channel < channels; channel++) {
        const value = pixels[left + channel];
        pixels[left + channel] = pixels[right + channel];
        pixels[right + channel] = value;
      }
    }
  }
}
