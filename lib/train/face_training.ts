/**
 * How the embedded faces are trained on: until samples look like faces, each with hair,
 * skin, clothes and a wall of its own, though still grainy about eyes and mouths.
 *
 * 64×64 in colour is far more work than the digits. The discriminator is half as wide as
 * the generator: after 500 steps, the samples of one as wide were still a blur, at nearly
 * twice the work a step. It ends early on purpose: drawn faces are all too easy to tell
 * from grainy ones, and by 4,000 steps the discriminator had won and the samples had lost
 * their colours. At twice the learning rate they had become alike after 2,000.
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
  batchSize: 16,
  /** Adam's, for both networks. */
  learningRate: 2e-4,
  /** Of the running average of the generator's weights, which samples are drawn from. */
  averageDecay: .999,
  /** Updates of each network; five minutes of one core. */
  steps: 2000,
} as const;
