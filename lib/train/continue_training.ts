import { createFromArchitecture } from "../model/architecture.ts";
import type { Network } from "../model/network.ts";
import { RandomGenerator } from "../tensor/random.ts";
import type { RestoreOptions } from "./require_same_training.ts";
import { Training } from "./training.ts";
import type { TrainingParts } from "./training_parts.ts";
import { NETWORKS, type TrainingState } from "./training_state.ts";

/**
 * A training that goes on from a state, with new networks made from it.
 *
 * Nothing else is needed than the images: the state says how the networks are built, what
 * the constants are and where in the data it stands.
 *
 * @param state Not changed.
 * @param options The images, the same as then unless `allowOtherData` says otherwise, and
 *   every how many steps to measure the health.
 * @returns The training. The caller disposes it, and its two networks.
 * @throws {RangeError} If the images are others than the state's; the message names both.
 */
export async function continueTraining(
  state: TrainingState,
  { images, batchSize = state.data.batchSize ?? undefined, diagnoseEvery, ...allowed }:
    & Pick<TrainingParts, "images" | "batchSize" | "diagnoseEvery">
    & RestoreOptions,
): Promise<Training> {
  const made: { dispose(): void }[] = [];
  const build = (name: typeof NETWORKS[number]): Network => {
    const network = createFromArchitecture(
      state.architectures[name],
      new RandomGenerator(0),
    );
    made.push(network);
    return network;
  };
  try {
    const [generator, discriminator] = NETWORKS.map(build);
    const { recipe, constants } = state;
    const parts = { generator, discriminator, images, batchSize, diagnoseEvery, recipe };
    // Older states have 64, whatever their recipe shows.
    const fixedLatents = state.tensors.get("fixedLatents")?.shape[0];
    const training = new Training({ ...parts, ...constants, fixedLatents, seed: 0 });
    made.push(training);
    await training.restore(state, allowed);
    return training;
  } catch (error) {
    made.forEach((part) => part.dispose());
    throw error;
  }
}
