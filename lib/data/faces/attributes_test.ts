import assert from "node:assert/strict";
import { RandomGenerator } from "../../tensor/random.ts";
import {
  attributeClasses,
  drawAttributes,
  type FaceAttributes,
  requireAttributes,
} from "./attributes.ts";
import { Variation } from "./variation.ts";

const drawn = Array.from(
  { length: 20_000 },
  (_, i) => drawAttributes(new Variation(new RandomGenerator(i))),
);
const names = Object.keys(attributeClasses) as (keyof typeof attributeClasses)[];

/** How often each value of an attribute is drawn. */
const shares: Record<typeof names[number], number[]> = {
  smiling: [1 / 2, 1 / 2],
  glasses: [2 / 3, 1 / 3],
  hairStyle: Array(6).fill(1 / 6),
  hairColour: Array(5).fill(1 / 5),
  beard: [1 / 2, ...Array(4).fill(1 / 8)],
  skinTone: Array(6).fill(1 / 6),
  faceShape: Array(4).fill(1 / 4),
  background: Array(5).fill(1 / 5),
};

const shareOf = (holds: (face: FaceAttributes) => boolean) =>
  drawn.filter(holds).length / drawn.length;

Deno.test("each value is drawn as often as stated, within 1.5 % of all faces", () => {
  for (const name of names) {
    attributeClasses[name].values.forEach((value, i) => {
      const share = shareOf((face) => face[name] === value);
      // Four standard errors of 20,000 draws at most.
      assert.ok(Math.abs(share - shares[name][i]) < 0.015, `${name} ${value}: ${share}`);
    });
  }
});

Deno.test("any two attributes are independent: pairs are drawn as often as their product says, within 1.5 %", () => {
  for (const a of names) {
    for (const b of names.slice(names.indexOf(a) + 1)) {
      attributeClasses[a].values.forEach((valueA, i) =>
        attributeClasses[b].values.forEach((valueB, j) => {
          const share = shareOf((face) => face[a] === valueA && face[b] === valueB);
          const expected = shares[a][i] * shares[b][j];
          assert.ok(Math.abs(share - expected) < 0.015, `${a} ${valueA}, ${b} ${valueB}`);
        })
      );
    }
  }
});

Deno.test("turn, tilt and light lie from −1 to 1, about 0 ± .02", () => {
  for (const name of ["turn", "tilt", "light"] as const) {
    const values = drawn.map((face) => face[name]);
    assert.ok(values.every((value) => Math.abs(value) <= 1));
    const mean = values.reduce((x, y) => x + y) / values.length;
    assert.ok(Math.abs(mean) < 0.02, `${name}: ${mean}`);
  }
});

Deno.test("as many random numbers are taken whatever comes out", () => {
  const states = Array.from({ length: 50 }, (_, seed) => {
    const random = new RandomGenerator(seed), other = new RandomGenerator(seed);
    drawAttributes(new Variation(random));
    for (let i = 0; i < 16; i++) other.uniform();
    return [random.state(), other.state()];
  });
  for (const [state, expected] of states) assert.deepEqual(state, expected);
});

Deno.test("requireAttributes() takes what is drawn and refuses what no face has", () => {
  requireAttributes(drawn[0]);
  requireAttributes({});
  assert.throws(() => requireAttributes({ glasses: "round" }), {
    name: "RangeError",
    message: "Cannot draw faces as the attribute 'glasses' must be one of false, true: " +
      'current value is "round"',
  });
  assert.throws(
    () => requireAttributes({ skinTone: 7 }),
    /'skinTone' must be one of 1, 2/,
  );
  assert.throws(() => requireAttributes({ turn: -1.5 }), /number from −1 to 1: .* -1\.5/);
  assert.throws(
    () => requireAttributes({ hat: true }),
    /'hat' is no attribute of theirs/,
  );
  assert.throws(() => requireAttributes({ toString: 1 }), /'toString' is no attribute/);
});
