import { requirePositive } from "../tensor/require_positive.ts";

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
  requirePositive(width, { action, name: "width" });
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(
      `Cannot ${action} as 'channels' must be 1 or 3: current value is ${channels}`,
    );
  }
  const doublings = Math.log2(size / 4);
  return Array.from({ length: doublings }, (_, i) => width * size / 8 / 2 ** i);
}

/** How a layer halves the side, or doubles it. */
export interface HalvingGeometry {
  /** The filter's height and width. */
  kernel: number;
  /** The step between outputs: 2. */
  stride: number;
  /** Zeros on each side. */
  padding: number;
}

/**
 * Stride and padding with which a kernel halves an even side exactly.
 *
 *     kernel 4: padding 1      kernel 5: padding 2
 *
 * A kernel of 4 fits a stride of 2 evenly. The paper's 5 does not: transposed, it would
 * give 2n − 1, so the generator adds a row (`outputPadding`), as PyTorch calls it.
 *
 * @param kernel 4, as in PyTorch's tutorial and d2l, or 5, as in the paper's figure 1.
 * @param action What cannot be done otherwise, for the message.
 * @throws {RangeError} If the kernel is another.
 */
export function halvingGeometry(kernel: number, action: string): HalvingGeometry {
  if (kernel !== 4 && kernel !== 5) {
    throw new RangeError(
      `Cannot ${action} as 'kernel' must be 4 or 5: current value is ${kernel}`,
    );
  }
  return { kernel, stride: 2, padding: kernel - 3 };
}
