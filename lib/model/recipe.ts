import type { RandomGenerator } from "../tensor/random.ts";
import { createDiscriminator } from "./discriminator.ts";
import {
  createGansInActionDiscriminator,
  createGansInActionGenerator,
} from "./gans_in_action.ts";
import { createGenerator } from "./generator.ts";
import type { Network, Recipe } from "./network.ts";

/**
 * Builds a network of the same layers as the one whose recipe this is.
 *
 * The parameters have their first values, not those of the other network: a file keeps
 * these beside the recipe.
 *
 * @param recipe What `network.recipe` said, perhaps read back from JSON.
 * @param random The source of randomness for the first values.
 * @returns A new network. The caller disposes it.
 * @throws {RangeError} If the recipe names no known network or a size is out of range.
 */
export function createFromRecipe(recipe: Recipe, random: RandomGenerator): Network {
  switch (recipe.network) {
    case "generator":
      return createGenerator({ ...recipe, random });
    case "discriminator":
      return createDiscriminator({ ...recipe, random });
    case "gansInActionGenerator":
      return createGansInActionGenerator({ ...recipe, random });
    case "gansInActionDiscriminator":
      return createGansInActionDiscriminator({ random });
    default: {
      const unknown: { network?: unknown } = recipe;
      throw new RangeError(
        "Cannot build a network as 'network' must be generator, discriminator, " +
          "gansInActionGenerator or gansInActionDiscriminator: current value is " +
          `${unknown.network}`,
      );
    }
  }
}
