import type { RandomGenerator } from "../tensor/random.ts";
import { createDiscriminator } from "./discriminator.ts";
import {
  createGansInActionDiscriminator,
  createGansInActionGenerator,
} from "./gans_in_action.ts";
import { createGenerator } from "./generator.ts";
import type { Initialisation } from "./initialise.ts";
import type { Architecture, Network } from "./network.ts";

/**
 * Builds a network of the same layers as the one whose architecture this is.
 *
 * The parameters have their first values, not those of the other network: a file keeps
 * these beside the architecture.
 *
 * @param architecture What `network.architecture` said, perhaps read back from JSON.
 * @param random The source of randomness for the first values.
 * @param options.initialisation Whose first values; by default the network's own.
 * @returns A new network. The caller disposes it.
 * @throws {RangeError} If the architecture names no known network or a size is out of
 * range.
 */
export function createFromArchitecture(
  architecture: Architecture,
  random: RandomGenerator,
  { initialisation }: { initialisation?: Initialisation } = {},
): Network {
  const values = { initialisation, random };
  switch (architecture.network) {
    case "generator":
      return createGenerator({ ...architecture, ...values });
    case "discriminator":
      return createDiscriminator({ ...architecture, ...values });
    case "gansInActionGenerator":
      return createGansInActionGenerator({ ...architecture, ...values });
    case "gansInActionDiscriminator":
      return createGansInActionDiscriminator({ ...architecture, ...values });
    default: {
      const unknown: { network?: unknown } = architecture;
      throw new RangeError(
        "Cannot build a network as 'network' must be generator, discriminator, " +
          "gansInActionGenerator or gansInActionDiscriminator: current value is " +
          `${unknown.network}`,
      );
    }
  }
}
