/** What a DCGAN's images and channels are. */
export interface ImageGeometry {
  /** The images' side in pixels. */
  size: number;
  /** Channels beside the image: those of the largest hidden map. */
  width: number;
  /** The images' own channels. */
  channels: number;
}

/**
 * The channels of a DCGAN's hidden maps, from the 4×4 map to that of half the size.
 *
 *     width · size / 8 at 4×4, half as many at each doubling, width at size / 2
 *
 * For 64×64 images and width 64: 512, 256, 128 and 64 at 4×4, 8×8, 16×16 and 32×32. The
 * generator goes through them in this order, the discriminator backwards.
 *
 * @param geometry Size, a power of two from 16 to 128; width, 1 or more; 1 or 3 channels.
 * @param action What cannot be done otherwise, for the message.
 * @throws {RangeError} If one of the three is out of its range.
 */
export function hiddenChannels(
  { size, width, channels }: ImageGeometry,
  action: string,
): number[] {
  if (![16, 32, 64, 128].includes(size)) {
    throw new RangeError(
      `Cannot ${action} as 'size' must be a power of two from 16 to 128: ` +
        `current value is ${size}`,
    );
  }
  if (!Number.isInteger(width) || width < 1) {
    throw new RangeError(
      `Cannot ${action} as 'width' must be a positive integer: current value is ${width}`,
    );
  }
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(
      `Cannot ${action} as 'channels' must be 1 or 3: current value is ${channels}`,
    );
  }
  const doublings = Math.log2(size / 4);
  return Array.from({ length: doublings }, (_, i) => width * size / 8 / 2 ** i);
}

/**
 * Refuses a number of latent variables that is none.
 *
 * @param latentSize How many numbers a latent has.
 * @param action What cannot be done otherwise, for the message.
 * @throws {RangeError} If it is no positive integer.
 */
export function requireLatentSize(latentSize: number, action: string): void {
  if (!Number.isInteger(latentSize) || latentSize < 1) {
    throw new RangeError(
      `Cannot ${action} as 'latentSize' must be a positive integer: ` +
        `current value is ${latentSize}`,
    );
  }
}
