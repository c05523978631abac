import { createFromArchitecture } from "../model/architecture.ts";
import type { Network } from "../model/network.ts";
import type { RandomGenerator } from "../tensor/random.ts";
import { requireRandom } from "../tensor/require_random.ts";
import { type Recipe, requireRecipe } from "./recipe.ts";

/**
 * The two networks of a recipe, with its first values.
 *
 * @example
 * ```ts
 * import { RandomGenerator } from "../tensor/random.ts";
 * import { createNetworks } from "./create_networks.ts";
 * import { overrideRecipe } from "./recipe.ts";
 * import { recipes } from "./recipes.ts";
 *
 * const recipe = overrideRecipe(recipes.d2l, { size: 16, width: 2 });
 * const { generator, discriminator } = createNetworks(recipe, new RandomGenerator(1));
 * console.log(generator.outputShape([100]), discriminator.name); // [16, 16, 3] …
 * ```
 *
 * @param recipe Checked first, as it may come from a file.
 * @param random The source of randomness: first the generator's values, then D's.
 * @returns New networks that the caller disposes.
 * @throws {RangeError} If the recipe is wrong; the message names the field. If `random` is
 *   no source of randomness.
 */
export function createNetworks(
  recipe: Recipe,
  random: RandomGenerator,
): { generator: Network; discriminator: Network } {
  requireRecipe(recipe, "create the networks");
  requireRandom(random, "create the networks");
  const { initialisation } = recipe;
  const generator = createFromArchitecture(recipe.generator, random, { initialisation });
  const discriminator = createFromArchitecture(recipe.discriminator, random, {
    initialisation,
  });
  return { generator, discriminator };
}
