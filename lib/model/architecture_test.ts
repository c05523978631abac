import assert from "node:assert/strict";
import { RandomGenerator } from "../tensor/random.ts";
import { createDiscriminator } from "./discriminator.ts";
import {
  createGansInActionDiscriminator,
  createGansInActionGenerator,
} from "./gans_in_action.ts";
import { createGenerator } from "./generator.ts";
import type { Architecture } from "./network.ts";
import { createFromArchitecture } from "./architecture.ts";

const random = new RandomGenerator(1);

Deno.test("an architecture that went through JSON builds a network of the same layers", () => {
  for (
    const network of [
      createGenerator({ size: 16, width: 3, channels: 1, latentSize: 7, random }),
      createDiscriminator({
        size: 32,
        width: 3,
        normaliseFirst: true,
        slope: .1,
        random,
      }),
      createGansInActionGenerator({ latentSize: 6, random }),
      createGansInActionDiscriminator({ random }),
    ]
  ) {
    const again = createFromArchitecture(
      JSON.parse(JSON.stringify(network.architecture)),
      random,
    );
    assert.equal(again.name, network.name);
    assert.deepEqual(again.architecture, network.architecture);
    assert.deepEqual(again.summary(), network.summary());
    assert.deepEqual(
      again.parameters.map(({ key }) => key),
      network.parameters.map(({ key }) => key),
    );
    network.dispose();
    again.dispose();
  }
});

Deno.test("an unknown architecture is refused by its name", () => {
  const architecture: Architecture = JSON.parse('{ "network": "transformer" }');
  assert.throws(() => createFromArchitecture(architecture, random), {
    name: "RangeError",
    message: "Cannot build a network as 'network' must be generator, discriminator, " +
      "gansInActionGenerator or gansInActionDiscriminator: current value is transformer",
  });
});
