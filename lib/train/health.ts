import * as tf from "@tensorflow/tfjs";
import type { Network } from "../model/network.ts";
import { requireShape } from "../tensor/require_shape.ts";
import { countClusters, imageDistances, meanDistance } from "./doctor/image_distances.ts";
import { observeTrainingPass } from "./doctor/observe_training_pass.ts";

/** What losses do not tell about two networks: see {@link measureHealth}. */
export interface Health {
  /** √ of the sum of the squares of all that the generator learns. */
  weightNormG: number;
  /** The same of the discriminator. */
  weightNormD: number;
  /** √ of the sum of the squares of G's running statistics; null without batch norm. */
  runningNormG: number | null;
  /** The same of the discriminator. */
  runningNormD: number | null;
  /** How many fixed latents there were. */
  imageCount: number;
  /** Mean distance between two of their images, in grey levels of [−1, 1]. */
  spread: number;
  /** The same of the real images. */
  realSpread: number;
  /** Groups of alike images among the fixed latents': `imageCount` if all differ. */
  clusters: number;
  /** Mean of 1 − y² over the images' pixels: the share of a gradient that tanh lets by. */
  tanhSlope: number;
  /** The same of the real images. */
  realTanhSlope: number;
  /** Share of units that are 0 for the whole batch, in the generator's worst layer. */
  deadShareG: number;
  /** The same in the discriminator's worst layer, on the real images. */
  deadShareD: number;
  /** Root mean square of the fixed latents' images in inference less those in training. */
  modeDifference: number;
}

/**
 * Two images nearer to one another than this part of the real images' spread are alike.
 */
const ALIKE = 0.25;

/**
 * Measures two networks in the middle of their training and changes nothing in them.
 *
 * The images are made as in training, by the batch's own statistics, and again as in
 * inference; running statistics stay as they are, to the bit, and no random number is
 * drawn. With 64 latents it costs about what one training step does with batches of 16
 * (.7 to 1 of the book's), so every fifty steps it takes about 2 % of the time.
 *
 * The real images are the scale: how much images differ, and how many of their pixels
 * lie at −1 or 1, depends on what they show.
 *
 * @param options.fixedLatents `[count, latentSize]`, 2 or more, the same each time; not
 *   disposed.
 * @param options.realImages `[batch, height, width, channels]` in [−1, 1], 2 or more, for
 *   instance the step's own batch; not disposed.
 * @returns Plain numbers. NaN where the networks hold NaN. Nothing is left to dispose.
 * @throws {RangeError} If an input does not have its network's shape, or is a single one.
 */
export async function measureHealth(
  { generator, discriminator, fixedLatents, realImages }: {
    generator: Network;
    discriminator: Network;
    fixedLatents: tf.Tensor;
    realImages: tf.Tensor;
  },
): Promise<Health> {
  const action = "measure the networks' health";
  const named = { fixedLatents, realImages };
  const networks = { fixedLatents: generator, realImages: discriminator };
  for (const name of ["fixedLatents", "realImages"] as const) {
    const shape = ["batch", ...networks[name].inputShape];
    requireShape(named[name], shape, { action, name });
    const count = named[name].shape[0];
    if (count < 2) {
      throw new RangeError(
        `Cannot ${action} as '${name}' must be 2 or more, to be compared: there is ` +
          `${count}`,
      );
    }
  }
  const measured = tf.tidy(() => {
    const g = observeTrainingPass(generator, fixedLatents);
    const d = observeTrainingPass(discriminator, realImages);
    const some = [Math.min(INFERRED, fixedLatents.shape[0])];
    const inferred = generator.apply(tf.slice(fixedLatents, 0, some), {
      training: false,
    });
    const numbers = tf.stack([
      norm(generator.trainable),
      norm(discriminator.trainable),
      norm(runningStatistics(generator)),
      norm(runningStatistics(discriminator)),
      tanhSlope(g.output),
      tanhSlope(realImages),
      tf.max(tf.stack(g.deadShares)),
      tf.max(tf.stack(d.deadShares)),
      tf.sqrt(tf.mean(tf.squaredDifference(inferred, tf.slice(g.output, 0, some)))),
    ]);
    // One tensor for all, as each read waits for a GPU.
    return tf.concat([
      numbers,
      tf.reshape(imageDistances(g.output), [-1]),
      tf.reshape(imageDistances(realImages), [-1]),
    ]);
  });
  const values = await measured.data().finally(() => measured.dispose());
  const imageCount = fixedLatents.shape[0];
  const [weightNormG, weightNormD, runningNormG, runningNormD, ...others] = values
    .slice(0, NUMBERS);
  const [slope, realTanhSlope, deadShareG, deadShareD, modeDifference] = others;
  const distances = values.slice(NUMBERS, NUMBERS + imageCount ** 2);
  const realDistances = values.slice(NUMBERS + imageCount ** 2);
  const realSpread = meanDistance(realDistances, realImages.shape[0]);
  return {
    weightNormG,
    weightNormD,
    runningNormG: runningStatistics(generator).length > 0 ? runningNormG : null,
    runningNormD: runningStatistics(discriminator).length > 0 ? runningNormD : null,
    imageCount,
    spread: meanDistance(distances, imageCount),
    realSpread,
    clusters: countClusters(distances, imageCount, ALIKE * realSpread),
    tanhSlope: slope,
    realTanhSlope,
    deadShareG,
    deadShareD,
    modeDifference,
  };
}

/** How many images are made again as in inference: the mean is over all their pixels. */
const INFERRED = 16;

/** How many numbers stand before the distances in the one tensor that is read. */
const NUMBERS = 9;

function runningStatistics({ parameters }: Network): tf.Variable[] {
  return parameters.filter(({ trainable }) => !trainable).map(({ value }) => value);
}

function norm(variables: tf.Variable[]): tf.Tensor {
  const squares = variables.map((value) => tf.sum(tf.square(value)));
  return squares.length > 0 ? tf.sqrt(tf.addN(squares)) : tf.scalar(0);
}

function tanhSlope(images: tf.Tensor): tf.Tensor {
  return tf.sub(1, tf.mean(tf.square(images)));
}
