import type { RandomGenerator } from "../tensor/random.ts";
import { createDiscriminator } from "./discriminator.ts";
import {
  createGansInActionDiscriminator,
  createGansInActionGenerator,
} from "./gans_in_action.ts";
import { createGenerator } from "./generator.ts";
import type { Architecture, Network } from "./network.ts";

/**
 * Builds a network of the same layers as the one whose architecture this is.
 *
 * The parameters have their first values, not those of the other network: a file keeps
 * these beside the architecture.
 *
 * @param architecture What `network.architecture` said, perhaps read back from JSON.
 * @param random The source of randomness for the first values.
 * @returns A new network. The caller disposes it.
 * @throws {RangeError} If the architecture names no known network or a size is out of range.
 */
export function createFromArchitecture(
  architecture: Architecture,
  random: RandomGenerator,
): Network {
  switch (architecture.network) {
    case "generator":
      return createGenerator({ ...architecture, random });
    case "discriminator":
      return createDiscriminator({ ...architecture, random });
    case "gansInActionGenerator":
      return createGansInActionGenerator({ ...architecture, random });
    case "gansInActionDiscriminator":
      return createGansInActionDiscriminator({ random });
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
