import * as tf from "@tensorflow/tfjs";
import { requireShape } from "../tensor/require_shape.ts";

/**
 * Latents moved along arrows by a length.
 *
 *     z + length · a / |a|
 *
 * The arrow's own length does not matter, so that directions can be compared by what they
 * do at the same distance.
 *
 * @param latents `[count, latentSize]`; not disposed.
 * @param arrows `[1, latentSize]` for all, or one for each; none of length 0. Not disposed.
 * @param length How far, in the units of the latents; negative for the way back.
 * @returns `[count, latentSize]`. The caller disposes it.
 * @throws {RangeError} If the shapes do not fit, `length` is not finite, or an arrow has
 *   the length 0. The last is not seen on WebGPU, whose values cannot be read at once: there
 *   latents moved along such an arrow are NaN.
 */
export function walk(latents: tf.Tensor, arrows: tf.Tensor, length: number): tf.Tensor2D {
  const action = "walk";
  requireShape(latents, ["count", "latentSize"], { action, name: "latents" });
  if (!Number.isFinite(length)) {
    throw new RangeError(
      `Cannot walk as 'length' must be a finite number: current value is ${length}`,
    );
  }
  const [count, size] = latents.shape;
  const rows = arrows.shape[0] === 1 ? 1 : count;
  requireShape(arrows, [rows, size], { action, name: "arrows" });
  return tf.tidy(() => {
    const norms = tf.norm(arrows, 2, 1, true);
    requireLengths(norms);
    const steps = tf.mul(arrows, tf.div(length, norms));
    return tf.add(latents, steps) as tf.Tensor2D;
  });
}

/** An arrow without a length has no direction: what was moved along it would be NaN. */
function requireLengths(norms: tf.Tensor): void {
  if (tf.getBackend() === "webgpu") return;
  const without = norms.dataSync().indexOf(0);
  if (without < 0) return;
  throw new RangeError(
    `Cannot walk as each of 'arrows' must have a length above 0: arrow ${without} has 0`,
  );
}
