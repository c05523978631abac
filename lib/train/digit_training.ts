/**
 * How the book trains on digits: long enough for digits that a person recognises, short
 * enough for a reader who waits.
 *
 * Chapter 6, README's picture, the command line's defaults and the test that a classifier
 * recognises the digits all use these numbers. The networks and constants of PyTorch's
 * tutorial, but smaller: 28×28 digits padded to 32×32, a quarter of the channels and an
 * eighth of the batch (more updates for the same work) and 2.5 times the learning rate (a
 * short run has no time for 2e-4).
 */
export const digitTraining = {
  /** The images' side. */
  size: 32,
  /** Channels at half the side. */
  width: 16,
  /** Grey. */
  channels: 1,
  /** Numbers in a latent. */
  latentSize: 100,
  /** Images in a batch. */
  batchSize: 16,
  /** Adam's, for both networks. */
  learningRate: 5e-4,
  /** Updates of each network; 50 to 80 seconds on two cores. */
  steps: 5000,
} as const;
