/**
 * One small training step, to check a backend and to time it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** How large the step is. */
export interface ProbeSize {
  /** Images in the batch. */
  batch: number;
  /** Their side; a multiple of 4. */
  size: number;
  /** Channels of the first convolution; the second has twice as many. */
  width: number;
}

/** Small enough for tfjs's JavaScript, with every pass that a training step has. */
const CHECK: ProbeSize = { batch: 2, size: 8, width: 4 };

/** Half a GFLOP a step: some ten milliseconds on a processor. */
const TIMED: ProbeSize = { batch: 32, size: 32, width: 32 };

/** The largest difference from the reference, of the gradient's norm. */
const TOLERANCE = 1e-3;

/**
 * Computes the gradients of a two-layer discriminator's loss on the running backend,
 * from plain operations.
 *
 * @param size The batch, the side and the width.
 * @returns The gradients of the two filters. The caller disposes them.
 */
export function probeStep({ batch, size, width }: ProbeSize): tf.Tensor[] {
  return tf.tidy(() => {
    const images = wave([batch, size, size, 3], 1) as tf.Tensor4D;
    const filters = [
      wave([4, 4, 3, width], 0.1),
      wave([4, 4, width, 2 * width], 0.1),
    ];
    const loss = (first: tf.Tensor, second: tf.Tensor) => {
      const hidden = tf.leakyRelu(
        tf.conv2d(images, first as tf.Tensor4D, 2, "same"),
        0.2,
      );
      const mean = tf.mean(hidden, [0, 1, 2]);
      const centred = tf.sub(hidden, mean) as tf.Tensor4D;
      const logits = tf.conv2d(centred, second as tf.Tensor4D, 2, "same");
      return tf.mean(tf.softplus(logits)) as tf.Scalar;
    };
    return tf.grads(loss)(filters);
  });
}

/** A backend whose first step takes so long is not timed further. */
const PATIENCE_MILLISECONDS = 1000;

/**
 * Times one step on the running backend: the best of three after one that warms up, or
 * that one alone where it takes over a second.
 *
 * @param size The default is half a GFLOP.
 * @returns Milliseconds, until the gradients are in JavaScript's hands.
 */
export async function timeStep(size: ProbeSize = TIMED): Promise<number> {
  const first = await timeOnce(size);
  if (first > PATIENCE_MILLISECONDS) return first;
  let best = Infinity;
  for (let run = 0; run < 3; run++) best = Math.min(best, await timeOnce(size));
  return best;
}

async function timeOnce(size: ProbeSize): Promise<number> {
  const start = performance.now();
  await readAll(probeStep(size));
  return performance.now() - start;
}

/**
 * Compares a step on two backends.
 *
 * @param name The backend to check; it stays the running one.
 * @param reference The backend to trust.
 * @returns What is wrong, in words; undefined if the gradients agree within 1e-3 of their
 * norm, far above single precision and far below a fault.
 */
export async function checkStep(
  name: string,
  reference: string,
): Promise<string | undefined> {
  await tf.setBackend(reference);
  const expected = await readAll(probeStep(CHECK));
  await tf.setBackend(name);
  return compareGradients(await readAll(probeStep(CHECK)), expected);
}

/**
 * Says what is wrong with gradients, if anything is.
 *
 * @param actual Each parameter's gradient.
 * @param expected The same from a backend to trust.
 */
export function compareGradients(
  actual: ArrayLike<number>[],
  expected: ArrayLike<number>[],
): string | undefined {
  for (const [i, values] of expected.entries()) {
    let difference = 0;
    let norm = 0;
    for (let k = 0; k < values.length; k++) {
      difference += (actual[i][k] - values[k]) ** 2;
      norm += values[k] ** 2;
    }
    const error = Math.sqrt(difference / norm);
    if (!(error <= TOLERANCE)) {
      return `gradient ${i + 1} is off by ${error.toPrecision(2)} of its norm`;
    }
  }
}

async function readAll(tensors: tf.Tensor[]): Promise<ArrayLike<number>[]> {
  const values = await Promise.all(tensors.map((tensor) => tensor.data()));
  tf.dispose(tensors);
  return values;
}

/** Numbers without a pattern, the same everywhere. */
function wave(shape: number[], amplitude: number): tf.Tensor {
  const count = tf.util.sizeFromShape(shape);
  const values = Float32Array.from(
    { length: count },
    (_, i) => amplitude * Math.sin(1 + i * (0.7 + (i % 13) / 10)),
  );
  return tf.tensor(values, shape);
}
