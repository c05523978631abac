/**
 * Small trainings with something wrong in them, for the doctor to find.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { Batches } from "../lib/data/batches.ts";
import { drawDigits } from "../lib/data/digits.ts";
import { drawFaces } from "../lib/data/faces.ts";
import { selectImages } from "../lib/data/image_set.ts";
import { resizeImages } from "../lib/data/resize.ts";
import { LeakyRelu } from "../lib/model/activation.ts";
import { Convolution } from "../lib/model/convolution.ts";
import { createDiscriminator } from "../lib/model/discriminator.ts";
import { createGenerator } from "../lib/model/generator.ts";
import { Network } from "../lib/model/network.ts";
import { Reshape } from "../lib/model/reshape.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { normalTensor } from "../lib/tensor/random_tensor.ts";
import { Adam } from "../lib/train/adam.ts";
import { measureHealth } from "../lib/train/health.ts";
import { trainStep } from "../lib/train/train_step.ts";
import type { DoctorRecord } from "../lib/train/doctor/symptoms.ts";

/** What differs from a healthy training. */
export interface Patient {
  /** What it learns from, if not digits; copies are of a single one. */
  images?: "faces" | "copies";
  /** Adam's learning rate; 5e-4 as in the book's own training. */
  learningRate?: number;
  /** The same for G alone. */
  generatorRate?: number;
  /** Channels of D at half the side; G has 8. */
  discriminatorWidth?: number;
  /** D's α; 0 is ReLU. */
  slope?: number;
  /** A discriminator without any batch norm. */
  withoutNorm?: boolean;
  /** Which networks run in inference mode while they train, and D: only in G's turn. */
  inference?: "generator" | "discriminator" | "discriminatorForGenerator";
  /** What all β of one network begin at, instead of 0. */
  bias?: { of: "generator" | "discriminator"; value: number };
  /** By what all first weights are multiplied, or those before the tanh. */
  scale?: { of: "all" | "last"; by: number };
  /** How fast G's running statistics follow, as a share of the usual. */
  runningShare?: number;
  /** Updates of each network. */
  steps?: number;
}

const SIZE = 16;
const WIDTH = 8;
const BATCH = 16;
/** Steps from one measurement of the health to the next. */
const EVERY = 20;

/**
 * Trains two small networks on 16×16 images.
 *
 * @param patient What is wrong with them.
 * @param seed Decides weights, images and latents.
 * @returns One record a step, each twentieth with a health; it ends after a loss that is
 *   not finite.
 */
export async function trainPatient(
  patient: Patient,
  seed: number,
): Promise<DoctorRecord[]> {
  const { learningRate = 5e-4, generatorRate = learningRate, steps = 300 } = patient;
  const random = new RandomGenerator(seed);
  const sizes = { ...sizesOf(patient), width: WIDTH };
  const generator = createGenerator({ ...sizes, latentSize: 20, random });
  const discriminator = makeDiscriminator(patient, random);
  makeIll({ generator, discriminator }, patient);
  const adam = { beta1: .5, beta2: .999, epsilon: 1e-8 };
  const parts = {
    generator,
    discriminator,
    generatorOptimiser: new Adam(generator.trainable, {
      ...adam,
      learningRate: generatorRate,
    }),
    discriminatorOptimiser: new Adam(discriminator.trainable, { ...adam, learningRate }),
  };
  const fixedLatents = normalTensor([64, 20], random);
  const draw = patient.images === "faces" ? drawFaces : drawDigits;
  const drawn = resizeImages(draw({ count: 500, seed }), SIZE);
  const images = patient.images === "copies"
    ? selectImages(drawn, Array(drawn.count).fill(0))
    : drawn;
  const batches = new Batches(images, { batchSize: BATCH, random });
  const records: DoctorRecord[] = [];
  try {
    for (let step = 1; step <= steps; step++) {
      const { images: realImages } = batches.next();
      const latents = normalTensor([BATCH, 20], random);
      const diagnose = step % EVERY === 0;
      const slow = slowStatistics(generator, patient);
      const { diagnosis, ...result } = await asTrained(
        { generator, discriminator },
        patient,
        () => trainStep({ ...parts, realImages, latents, diagnose }),
      );
      slow();
      records.push({
        step,
        ...result,
        ...(diagnose && {
          health: {
            ...diagnosis,
            ...await measureHealth({ ...parts, fixedLatents, realImages }),
          },
        }),
      });
      tf.dispose([realImages, latents]);
      if (!Number.isFinite(result.lossG)) break;
    }
  } finally {
    for (const part of Object.values(parts)) part.dispose();
    fixedLatents.dispose();
  }
  return records;
}

function sizesOf({ images }: Patient) {
  return { size: SIZE, channels: images === "faces" ? 3 : 1 };
}

function makeDiscriminator(patient: Patient, random: RandomGenerator): Network {
  const { discriminatorWidth: width = WIDTH, slope = .2, withoutNorm } = patient;
  const sizes = sizesOf(patient);
  if (!withoutNorm) return createDiscriminator({ ...sizes, width, slope, random });
  const values = { initialisation: "pytorchTutorial", random } as const;
  const convolution = (inputChannels: number, outputChannels: number, stride: number) =>
    new Convolution({
      inputChannels,
      outputChannels,
      kernel: 4,
      stride,
      padding: stride - 1,
      bias: true,
      ...values,
    });
  const layers = [
    convolution(sizes.channels, width, 2),
    new LeakyRelu({ slope }),
    convolution(width, 2 * width, 2),
    new LeakyRelu({ slope }),
    convolution(2 * width, 1, 1),
    new Reshape([1]),
  ];
  return new Network("discriminator", layers, {
    inputShape: [SIZE, SIZE, sizes.channels],
    action: "judge images",
    inputName: "images",
    architecture: {
      network: "discriminator",
      ...sizes,
      width,
      slope,
      normaliseFirst: false,
    },
  });
}

interface Networks {
  generator: Network;
  discriminator: Network;
}

/** Changes the first values. */
function makeIll({ generator, discriminator }: Networks, { bias, scale }: Patient) {
  const change = (
    network: Network,
    which: RegExp,
    f: (value: tf.Tensor) => tf.Tensor,
  ) => {
    for (const { role, value } of network.parameters) {
      if (!which.test(role)) continue;
      const changed = tf.tidy(() => f(value));
      value.assign(changed);
      changed.dispose();
    }
  };
  if (bias) {
    const network = bias.of === "generator" ? generator : discriminator;
    change(network, /beta/, (value) => tf.add(value, bias.value));
  }
  if (scale?.of === "all") {
    for (const network of [generator, discriminator]) {
      change(network, /onvolution|gamma/, (value) => tf.mul(value, scale.by));
    }
  }
  if (scale?.of === "last") {
    const { value } = generator.parameters.at(-1)!;
    const changed = tf.tidy(() => tf.mul(value, scale.by));
    value.assign(changed);
    changed.dispose();
  }
}

/** Runs a step with batch norm in the mode that the patient's mistake gives it. */
async function asTrained<T>(
  { generator, discriminator }: Networks,
  { inference }: Patient,
  step: () => Promise<T>,
): Promise<T> {
  const network = inference === "generator" ? generator : discriminator;
  const apply = network.apply;
  let calls = 0;
  network.apply = (x, { training }) => {
    calls++;
    // D is applied to real images, to G's, and a third time for G.
    const wrong = inference === "discriminatorForGenerator" ? calls === 3 : inference;
    return apply.call(network, x, { training: training && !wrong });
  };
  try {
    return await step();
  } finally {
    network.apply = apply;
  }
}

/** Makes running statistics follow more slowly: call the result after the step. */
function slowStatistics(generator: Network, { runningShare }: Patient): () => void {
  if (runningShare === undefined) return () => {};
  const running = generator.parameters.filter(({ trainable }) => !trainable)
    .map(({ value }) => ({ value, before: value.clone() }));
  return () => {
    for (const { value, before } of running) {
      const slow = tf.tidy(() =>
        tf.add(before, tf.mul(runningShare, tf.sub(value, before)))
      );
      value.assign(slow);
      tf.dispose([slow, before]);
    }
  };
}
