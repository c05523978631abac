import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { createDiscriminator } from "./discriminator.ts";
import {
  createGansInActionDiscriminator,
  createGansInActionGenerator,
} from "./gans_in_action.ts";
import { createGenerator } from "./generator.ts";
import type { Network } from "./network.ts";
import type { Parameter } from "./parameter.ts";
import fixture from "./pytorch_fixture.json" with { type: "json" };

// PyTorch computed the fixture in float64 (pytorch_fixture.py). These are float32, so
// sums of some hundred terms leave an error of about 1e-6 of the values' scale.
const OUTPUT = 1e-5;
const STATISTICS = 1e-5;
// A gradient passes every layer twice and sums over all pixels.
const GRADIENT = 1e-4;

const random = new RandomGenerator(1);
const size32 = { size: 32, width: 8, random };

const CASES: [keyof typeof fixture, () => Network, () => tf.Tensor][] = [
  [
    "generator",
    () => createGenerator({ ...size32, channels: 1, latentSize: 10 }),
    () => weyl([3, 10], 50, 4),
  ],
  [
    "discriminator",
    () => createDiscriminator({ ...size32, channels: 3, normaliseFirst: false }),
    () => weyl([3, 32, 32, 3], 51, 2),
  ],
  [
    "discriminatorOfD2l",
    () => createDiscriminator({ ...size32, channels: 3, normaliseFirst: true }),
    () => weyl([3, 32, 32, 3], 51, 2),
  ],
  [
    "gansInActionGenerator",
    () => createGansInActionGenerator({ random }),
    () => weyl([1, 100], 52, 4),
  ],
  [
    "gansInActionDiscriminator",
    () => createGansInActionDiscriminator({ random }),
    () => weyl([2, 28, 28, 1], 53, 2),
  ],
];

for (const [name, create, input] of CASES) {
  Deno.test(`PyTorch's ${name}: outputs and statistics within 1e-5, gradients 1e-4`, () => {
    const expected = fixture[name];
    const before = tf.memory().numTensors;
    const network = create();
    fill(network);
    const x = input();
    const weights = weyl([x.shape[0], ...network.outputShape(network.inputShape)], 99, 1);
    network.apply(x, { training: true }).dispose();
    const { value, grads } = tf.variableGrads(() => {
      const y = network.apply(x, { training: true });
      assertClose("training", y.dataSync(), expected.training, OUTPUT);
      return tf.sum<tf.Scalar>(tf.mul(y, weights));
    }, network.trainable);

    const norms = network.trainable.map(({ name }) =>
      tf.tidy(() => tf.norm(grads[name]).dataSync()[0])
    );
    assertClose("gradient norms", norms, expected.gradientNorms, GRADIENT);
    for (
      const [key, role] of [["mean", "runningMean"], ["variance", "runningVariance"]]
    ) {
      const running = network.parameters.filter((parameter) => parameter.role === role);
      running.forEach(({ value }, i) => {
        const statistics = expected.running[i][key as "mean" | "variance"];
        assertClose(`${role} ${i}`, value.dataSync(), statistics, STATISTICS);
      });
    }
    tf.tidy(() => {
      const y = network.apply(x, { training: false });
      assertClose("inference", y.dataSync(), expected.inference, OUTPUT);
    });

    tf.dispose([value, grads, x, weights]);
    network.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
}

/** Gives the trainable parameters the values that `fill` of pytorch_fixture.py gives. */
function fill(network: Network) {
  network.parameters.filter(({ trainable }) => trainable).forEach((parameter, place) => {
    tf.tidy(() => parameter.value.assign(fillValues(parameter, place)));
  });
}

function fillValues({ role, value }: Parameter, place: number): tf.Tensor {
  const { shape } = value;
  if (shape.length === 1) return weyl(shape, place, .5, role === "gamma" ? 1 : 0);
  const inputAxis = role === "transposedConvolution" ? 3 : shape.length - 2;
  const positions = shape.length === 4 ? shape[0] * shape[1] : 1;
  return weyl(shape, place, 4 / Math.sqrt(positions * shape[inputAxis]));
}

/** scale · (u − ½) + shift, with u = (i · 2654435761 + place · 40503) mod 2³² / 2³². */
function weyl(shape: number[], place: number, scale: number, shift = 0): tf.Tensor {
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => {
    const bits = Math.imul(i, 2654435761) + place * 40503 >>> 0;
    return scale * (bits / 2 ** 32 - .5) + shift;
  });
  return tf.tensor(values, shape);
}

/** Each within the tolerance times the larger of 1 and the expected value. */
function assertClose(
  what: string,
  actual: ArrayLike<number>,
  expected: number[],
  tolerance: number,
) {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    const error = Math.abs(actual[i] - value) / Math.max(1, Math.abs(value));
    assert.ok(error <= tolerance, `${what} ${i} is ${actual[i]}, PyTorch's is ${value}`);
  });
}
