import assert from "node:assert/strict";
import { RandomGenerator } from "../../tensor/random.ts";
import { hairStyles } from "./attributes.ts";
import { coversEars } from "./hair.ts";
import { describePortrait } from "./portrait.ts";

Deno.test("hair of each style and colour is that of its attributes, and lies over the ears where it is long", () => {
  const covering = hairStyles.filter((hairStyle) => {
    const [red, grey] = (["red", "grey"] as const).map((hairColour) =>
      describePortrait(new RandomGenerator(1), { hairStyle, hairColour }).hair
    );
    assert.equal(red.style, hairStyle);
    assert.ok(red.colour[0] > red.colour[2] + .2, `${red.colour}`);
    assert.ok(Math.abs(grey.colour[0] - grey.colour[2]) < .1, `${grey.colour}`);
    return coversEars(red);
  });
  assert.deepEqual(covering.toSorted(), ["bob", "curly", "long"]);
});
