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
      createGenerator({ size: 16, width: 3, kernel: 5, random }),
      createDiscriminator({ size: 16, width: 3, kernel: 5, random }),
      createGansInActionGenerator({ latentSize: 6, width: 8, random }),
      createGansInActionDiscriminator({ width: 4, random }),
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

Deno.test("an architecture without kernel and width, as older files have, means 4, 64 and 32", () => {
  const sizes = { size: 16, width: 2, channels: 1 };
  const old: [Architecture, Architecture][] = [
    [
      { network: "generator", ...sizes, latentSize: 3 },
      { network: "generator", ...sizes, latentSize: 3, kernel: 4 },
    ],
    [
      { network: "gansInActionGenerator", latentSize: 3 },
      { network: "gansInActionGenerator", latentSize: 3, width: 64 },
    ],
    [
      { network: "gansInActionDiscriminator" },
      { network: "gansInActionDiscriminator", width: 32 },
    ],
  ];
  for (const [given, meant] of old) {
    const network = createFromArchitecture(given, random);
    assert.deepEqual(network.architecture, meant);
    network.dispose();
  }
});

Deno.test("the first values are the network's own, or those that are asked for", () => {
  const gammas = (["pytorchTutorial", undefined] as const).map((initialisation) => {
    const network = createFromArchitecture(
      { network: "gansInActionDiscriminator", width: 2 },
      new RandomGenerator(1),
      { initialisation },
    );
    const gamma = network.parameters.find(({ role }) => role === "gamma")!;
    const values = [...gamma.value.dataSync()];
    network.dispose();
    return values;
  });
  assert.ok(gammas[0].every((gamma) => gamma !== 1), "the tutorial draws γ");
  assert.ok(gammas[1].every((gamma) => gamma === 1), "Keras's γ is 1");
});
