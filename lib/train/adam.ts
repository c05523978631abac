import * as tf from "@tensorflow/tfjs";
import { adamUpdate } from "../backend/adam_update.ts";

/** What Adam needs to know; nothing is left to a default of the library. */
export interface AdamOptions {
  /** Above 0; 2e-4 in the DCGAN paper. */
  learningRate: number;
  /** β1 in [0, 1); .5 in the DCGAN paper, against oscillation. */
  beta1: number;
  /** β2 in [0, 1). */
  beta2: number;
  /** ε, above 0; PyTorch's is 1e-8, tfjs's and Keras's 1e-7. */
  epsilon: number;
}

/** What a checkpoint must keep so that training goes on as if never interrupted. */
export interface AdamState {
  /** How many updates there were. */
  step: number;
  /** m of each variable. The optimiser's own: do not dispose. */
  firstMoments: tf.Variable[];
  /** v of each variable. The optimiser's own: do not dispose. */
  secondMoments: tf.Variable[];
}

/**
 * The optimiser Adam for a fixed list of variables.
 *
 * Its moments are memory of earlier gradients: make one for a whole run, not one a step.
 * The arithmetic is PyTorch's, see `adamUpdate()`.
 *
 * Source: Kingma and Ba (2015), algorithm 1, https://arxiv.org/abs/1412.6980
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { Adam } from "./adam.ts";
 *
 * const weight = tf.variable(tf.tensor1d([1]));
 * const constants = { learningRate: 0.1, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
 * const optimiser = new Adam([weight], constants);
 * optimiser.apply([tf.tensor1d([3])]); // weight is now .9: the first step has size 1
 * ```
 */
export class Adam {
  readonly #variables: tf.Variable[];
  readonly #options: AdamOptions;
  readonly #firstMoments: tf.Variable[];
  readonly #secondMoments: tf.Variable[];
  #step = 0;

  /**
   * @param variables What to update; they stay the caller's.
   * @param options The constants, all of them.
   */
  constructor(variables: tf.Variable[], options: AdamOptions) {
    const zeros = () =>
      variables.map((variable) =>
        tf.tidy(() => tf.variable(tf.zeros(variable.shape), false))
      );
    this.#variables = [...variables];
    this.#options = { ...options };
    this.#firstMoments = zeros();
    this.#secondMoments = zeros();
  }

  /** How many updates there were. */
  get step(): number {
    return this.#step;
  }

  /**
   * Moves every variable one step against its gradient.
   *
   * @param gradients One for each variable, in their order; the caller disposes them.
   * @throws {RangeError} If there are more or fewer gradients than variables.
   */
  apply(gradients: tf.Tensor[]): void {
    if (gradients.length !== this.#variables.length) {
      throw new RangeError(
        `Cannot apply the gradients as there must be ${this.#variables.length}, one for ` +
          `each variable: there are ${gradients.length}`,
      );
    }
    this.#step++;
    this.#variables.forEach((parameter, i) =>
      adamUpdate({
        parameter,
        gradient: gradients[i],
        firstMoment: this.#firstMoments[i],
        secondMoment: this.#secondMoments[i],
      }, { ...this.#options, step: this.#step })
    );
  }

  /** The moments and the number of updates. */
  state(): AdamState {
    return {
      step: this.#step,
      firstMoments: [...this.#firstMoments],
      secondMoments: [...this.#secondMoments],
    };
  }

  /**
   * Continues where an optimiser of variables of the same shapes stood.
   *
   * @param state What `state()` gave, perhaps read from a file; its tensors are copied
   *   and stay the caller's. Its own moments, changed in place, are taken as they are.
   * @throws {RangeError} If the step is no whole number or a moment has another shape.
   */
  restore({ step, firstMoments, secondMoments }: {
    step: number;
    firstMoments: tf.Tensor[];
    secondMoments: tf.Tensor[];
  }): void {
    if (!Number.isInteger(step) || step < 0) {
      throw new RangeError(
        `Cannot restore Adam as 'step' must be a whole number from 0: current value is ${step}`,
      );
    }
    const moments = [...this.#firstMoments, ...this.#secondMoments];
    const stored = [...firstMoments, ...secondMoments];
    const shapes = (tensors: tf.Tensor[]) =>
      tensors.map(({ shape }) => `[${shape.join(", ")}]`).join(" ");
    if (shapes(stored) !== shapes(moments)) {
      throw new RangeError(
        `Cannot restore Adam as the moments must have the shapes ${shapes(moments)}: ` +
          `they have ${shapes(stored)}`,
      );
    }
    this.#step = step;
    moments.forEach((moment, i) => {
      // A variable assigned to itself would lose its values.
      if (moment !== stored[i]) moment.assign(stored[i]);
    });
  }

  /** Disposes the moments; the variables stay. */
  dispose(): void {
    tf.dispose([this.#firstMoments, this.#secondMoments]);
  }
}
