import * as tf from "@tensorflow/tfjs";
import { disposeTape } from "./outside_tape.ts";

/** A loss and what its forward pass wants to hand out besides. */
export interface Forward {
  /** What the gradients are of. */
  loss: tf.Scalar;
  /** Tensors of the forward pass that the caller wants to see, logits for example. */
  observed?: tf.Tensor[];
}

/** A loss, its gradients, and the observed tensors in their order. */
export type LossGradients = {
  loss: tf.Scalar;
  /** One for each variable, in the order of the variables. */
  gradients: tf.Tensor[];
  observed: tf.Tensor[];
};

/**
 * A loss and its gradients, as `tf.variableGrads()` gives them, without its leaks.
 *
 * Two differences: the gradients come in the order of the variables, and if `forward` or
 * the backward pass throws, what had been saved for the backward pass is disposed, which
 * tfjs forgets.
 *
 * @param forward Computes the loss, and may hand out tensors of its forward pass.
 * @param variables What to differentiate by; the loss must depend on each.
 * @returns Tensors of the surrounding `tf.tidy()`, else of the caller.
 * @throws {Error} If the loss does not depend on one of the variables, naming it.
 */
export function lossGradients(
  forward: () => Forward,
  variables: tf.Variable[],
): LossGradients {
  const kept: tf.Tensor[] = [];
  try {
    const { value, grads } = tf.variableGrads(() => {
      const { loss, observed = [] } = forward();
      kept.push(...observed.map((tensor) => tf.keep(tensor.clone())));
      return loss;
    }, variables);
    const independent = variables.find(({ name }) => !grads[name]);
    if (independent) {
      tf.dispose([value, grads]);
      throw new Error(
        `Cannot compute the gradients as the loss must depend on every variable: it ` +
          `does not on '${independent.name}' of shape [${independent.shape.join(", ")}]`,
      );
    }
    return {
      loss: value,
      gradients: variables.map(({ name }) => grads[name]),
      observed: kept.map((tensor) => tensor.clone()),
    };
  } catch (error) {
    disposeTape();
    throw error;
  } finally {
    tf.dispose(kept);
  }
}
