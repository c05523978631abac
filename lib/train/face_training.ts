/**
 * How the embedded faces are trained on: until samples look like faces, each with hair,
 * skin, clothes and a wall of its own, though eyes and mouths stay soft.
 *
 * 64×64 in colour is far more work than the digits. The discriminator is half as wide as
 * the generator: after 500 steps, the samples of one as wide were still a blur, at nearly
 * twice the work a step; one of a quarter let walls become woven. Batches are small, as
 * many small updates teach more than few large ones for the same work: after 26,000 images
 * in batches of 64 the samples were a blur, and with 16 the generator of one of two seeds
 * had collapsed after 500 steps.
 *
 * It ends early on purpose: drawn faces are all too easy to tell from generated ones, and
 * from about 3,700 steps on the discriminator may win. Each step's own samples are grainy
 * and swing from one colour to another; the average has two thirds of their grain.
 */
export const faceTraining = {
  /** The images' side. */
  size: 64,
  /** The generator's channels at half the side. */
  width: 32,
  /** The discriminator's channels at half the side. */
  discriminatorWidth: 16,
  /** Red, green and blue. */
  channels: 3,
  /** Numbers in a latent. */
  latentSize: 100,
  /** Images in a batch. */
  batchSize: 8,
  /** Adam's, for both networks. */
  learningRate: 2e-4,
  /** Of the running average of the generator's weights, which samples are drawn from. */
  averageDecay: .999,
  /** Updates of each network; three to four minutes of one core. */
  steps: 3000,
} as const;
