/**
 * A training step as one would write it first, to compare the library's with.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { createDiscriminator } from "../lib/model/discriminator.ts";
import { createGenerator } from "../lib/model/generator.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { normalTensor, uniformTensor } from "../lib/tensor/random_tensor.ts";
import { Adam } from "../lib/train/adam.ts";
import { discriminatorLoss, generatorLoss, MEAN_ADDED } from "../lib/train/losses.ts";

const SIZES = { size: 16, width: 2, channels: 1 };
const LATENT_SIZE = 5;
const BATCH = 3;

/** Two small networks, their optimisers and one batch, all from a seed. */
export function stepExample(seed = 1) {
  const random = new RandomGenerator(seed);
  const generator = createGenerator({ ...SIZES, latentSize: LATENT_SIZE, random });
  const discriminator = createDiscriminator({ ...SIZES, random });
  const constants = { learningRate: 2e-3, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
  const generatorOptimiser = new Adam(generator.trainable, constants);
  const discriminatorOptimiser = new Adam(discriminator.trainable, constants);
  const realImages = uniformTensor([BATCH, 16, 16, 1], random, { low: -1, high: 1 });
  const latents = normalTensor([BATCH, LATENT_SIZE], random);
  const parts = { generator, discriminator, generatorOptimiser, discriminatorOptimiser };
  return {
    ...parts,
    realImages,
    latents,
    dispose: () => {
      for (const part of Object.values(parts)) part.dispose();
      tf.dispose([realImages, latents]);
    },
  };
}

/** One update as one would write it first: all gradients, then the optimiser. */
export function naiveUpdate(
  optimiser: Adam,
  variables: tf.Variable[],
  loss: () => tf.Scalar,
) {
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(loss, variables);
    optimiser.apply(variables.map(({ name }) => grads[name]));
    return value.dataSync()[0];
  });
}

/** The step as one would write it first: G computed twice, one gradient at a time. */
export function naiveStep(
  { realImages, latents, ...parts }: ReturnType<typeof stepExample>,
  { form = MEAN_ADDED, movesStatisticsTwice = false } = {},
) {
  const { generator, discriminator } = parts;
  const training = { training: true };
  return tf.tidy(() => {
    const fakeImages = generator.apply(latents, training);
    const lossD = naiveUpdate(
      parts.discriminatorOptimiser,
      discriminator.trainable,
      () =>
        discriminatorLoss(
          discriminator.apply(realImages, training),
          discriminator.apply(fakeImages, training),
          form,
        ),
    );
    // A second pass through G moves its running statistics a second time.
    const statistics = generator.parameters.filter(({ trainable }) => !trainable);
    const saved = statistics.map(({ value }) => value.clone());
    const lossG = naiveUpdate(
      parts.generatorOptimiser,
      generator.trainable,
      () =>
        generatorLoss(
          discriminator.apply(generator.apply(latents, training), training),
          form,
        ),
    );
    if (!movesStatisticsTwice) {
      statistics.forEach(({ value }, i) => value.assign(saved[i]));
    }
    return { lossD, lossG };
  });
}
