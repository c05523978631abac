import type * as tf from "@tensorflow/tfjs";
import type { Network } from "../model/network.ts";
import { Adam } from "./adam.ts";
import { drawFixedLatents } from "./draw_latents.ts";
import { GeneratorAverage } from "./generator_average.ts";
import {
  fillVariables,
  NETWORKS,
  type TrainingConstants,
  type TrainingState,
} from "./training_state.ts";

/**
 * What a training keeps in tensors beside its networks: the moments of both optimisers, the
 * running average of the generator's weights, and the fixed latents.
 *
 * It also knows all variables of the training by the names that {@link TrainingState} gives
 * them, those of the networks included.
 */
export class TrainingTensors {
  /** Of the networks' trainable parameters. */
  readonly optimisers: Record<typeof NETWORKS[number], Adam>;
  /** Of the generator's weights, or null if none is kept. */
  readonly average: GeneratorAverage | null;
  /** `[count, latentSize]`. */
  readonly fixedLatents: tf.Variable;
  readonly #networks: Record<typeof NETWORKS[number], Network>;

  /**
   * @param networks What is trained; they stay the caller's.
   * @param constants How they learn.
   * @param options.seed The training's, which decides the fixed latents.
   * @param options.fixedLatents How many there are.
   * @throws {RangeError} If a constant is out of its range.
   */
  constructor(
    { generator, discriminator }: Record<typeof NETWORKS[number], Network>,
    { adam, averageDecay, latents }: TrainingConstants,
    { seed, fixedLatents }: { seed: number; fixedLatents: number },
  ) {
    this.#networks = { generator, discriminator };
    this.average = averageDecay === null
      ? null
      : new GeneratorAverage(generator, averageDecay);
    this.optimisers = {
      generator: new Adam(generator.trainable, adam),
      discriminator: new Adam(discriminator.trainable, adam),
    };
    this.fixedLatents = drawFixedLatents(
      generator.inputShape,
      latents,
      seed,
      fixedLatents,
    );
  }

  /** All variables of the training: parameters, running statistics, and what is here. */
  get variables(): Map<string, tf.Variable> {
    const variables = new Map<string, tf.Variable>();
    for (const name of NETWORKS) {
      const { parameters } = this.#networks[name];
      const { firstMoments, secondMoments } = this.optimisers[name].state();
      for (const { key, value } of parameters) variables.set(`${name}.${key}`, value);
      parameters.filter(({ trainable }) => trainable).forEach(({ key }, i) => {
        variables.set(`${name}.${key}.firstMoment`, firstMoments[i]);
        variables.set(`${name}.${key}.secondMoment`, secondMoments[i]);
      });
    }
    for (const { key, value } of this.average?.generator.parameters ?? []) {
      variables.set(`average.${key}`, value);
    }
    return variables.set("fixedLatents", this.fixedLatents);
  }

  /** How many updates each optimiser made. */
  get updates(): TrainingState["updates"] {
    const { generator, discriminator } = this.optimisers;
    return { generator: generator.step, discriminator: discriminator.step };
  }

  /**
   * Takes all values and the numbers of updates from a state.
   *
   * @param state Its tensors fit, see {@link requireTensors}; it is not changed.
   */
  restore({ tensors, updates }: Pick<TrainingState, "tensors" | "updates">): void {
    fillVariables(this.variables, tensors);
    for (const name of NETWORKS) {
      const optimiser = this.optimisers[name];
      optimiser.restore({ ...optimiser.state(), step: updates[name] });
    }
  }

  /** Frees optimisers, average and fixed latents; the networks stay. */
  dispose(): void {
    for (const name of NETWORKS) this.optimisers[name].dispose();
    this.average?.dispose();
    this.fixedLatents.dispose();
  }
}
