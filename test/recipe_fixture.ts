/**
 * Reads what `lib/train/pytorch_recipes.py` wrote.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { decodeSafetensors, type StoredTensor } from "../lib/artefacts/safetensors.ts";
import type { Parameter } from "../lib/model/parameter.ts";
import type { StepResult } from "../lib/train/train_step.ts";

/** What stands beside a recipe's tensors. */
export interface RecipeFacts {
  seed: number;
  measured: StepResult[];
  /** How far PyTorch's own float32 departs from its float64. */
  float32: Record<string, number>;
  /** Biases that batch norm takes out again: their gradients are rounding alone. */
  idle: string[];
}

/**
 * The part of each recipe.
 *
 * @param bytes What the script wrote, of all recipes or some.
 */
export function recipeFixtures(bytes: Uint8Array): Map<string, RecipeFixture> {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { torch: _, axes: __, ...facts } = metadata;
  return new Map(
    Object.entries(facts).map(([name, text]) => {
      const own = [...tensors].filter(([key]) => key.startsWith(`${name}.`))
        .map(([key, tensor]): [string, StoredTensor] => [
          key.slice(name.length + 1),
          tensor,
        ]);
      return [name, new RecipeFixture(JSON.parse(text), new Map(own))];
    }),
  );
}

/** What PyTorch was given, and made of it, in one recipe's steps. */
export class RecipeFixture {
  readonly facts: RecipeFacts;
  readonly #tensors: Map<string, StoredTensor>;

  constructor(facts: RecipeFacts, tensors: Map<string, StoredTensor>) {
    this.facts = facts;
    this.#tensors = tensors;
  }

  /** The names of the gradients, of each update that the first step makes. */
  gradientKeys(): string[] {
    return [...this.#tensors.keys()].filter((key) => key.startsWith("gradient")).sort();
  }

  /** A parameter's tensor in our order of axes. */
  read(name: string, { role }: Parameter): tf.Tensor {
    const { shape, data } = this.#tensors.get(name)!;
    const tensor = tf.tensor(data as Float32Array, shape);
    if (role === "dense") return tf.transpose(tensor);
    return shape.length === 4 ? tf.transpose(tensor, [2, 3, 1, 0]) : tensor;
  }

  /** The real images of a step. */
  images(step: number): tf.Tensor {
    const { shape, data } = this.#tensors.get("images")!;
    return tf.tidy(() => {
      const scaled = Float32Array.from(
        data as Uint8Array,
        (byte) => Math.fround(byte / 127.5) - 1,
      );
      const all = tf.transpose(tf.tensor(scaled, shape), [0, 1, 3, 4, 2]);
      return tf.squeeze(tf.slice(all, step, 1), [0]);
    });
  }

  /** The latents of a step, in so many batches. */
  latents(step: number, batches: 1 | 2): tf.Tensor[] {
    const { shape, data } = this.#tensors.get("latents")!;
    return tf.tidy(() => {
      const all = tf.tensor(data as Float32Array, shape);
      return tf.split(tf.squeeze(tf.slice(all, step, 1), [0]), batches);
    });
  }
}
