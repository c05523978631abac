import assert from "node:assert/strict";
import { RandomGenerator } from "../../tensor/random.ts";
import { type FaceAttributes } from "./attributes.ts";
import { FaceCanvas, side } from "./canvas.ts";
import { describePortrait } from "./portrait.ts";
import { paintClothes, paintWall } from "./scene.ts";

const describe = (background: FaceAttributes["background"], seed = 1) =>
  describePortrait(new RandomGenerator(seed), { background, turn: 0, tilt: 0 });

Deno.test("a wall has its colour's strongest channel everywhere and a bright spot", () => {
  const strongest = { blue: 2, green: 1, sand: 0, rose: 0 } as const;
  for (const [name, channel] of Object.entries(strongest)) {
    const { scene } = describe(name as keyof typeof strongest);
    const canvas = new FaceCanvas();
    paintWall(canvas, scene);
    for (let at = 0; at < canvas.colours.length; at += 3) {
      const colour = Array.from(canvas.colours.slice(at, at + 3));
      assert.equal(colour.indexOf(Math.max(...colour)), channel, name);
    }
    const value = (x: number, y: number) =>
      canvas.colours[canvas.at(Math.floor(y), Math.floor(x))];
    assert.ok(value(scene.glowX, scene.glowY) > value(scene.glowX < 32 ? 63 : 0, 63));
  }
});

Deno.test("a wall is flat and hides all that was painted before", () => {
  const { scene, head } = describe("blue");
  const canvas = new FaceCanvas(), fresh = new FaceCanvas();
  paintClothes(canvas, head, scene);
  paintWall(canvas, scene);
  paintWall(fresh, scene);
  assert.deepEqual(canvas.colours, fresh.colours);
  assert.ok(canvas.relief.every((value) => value === 0));
});

Deno.test("shoulders fill the lower corners and leave the head's place free", () => {
  for (let seed = 0; seed < 20; seed++) {
    const { head, scene } = describe("grey", seed);
    const canvas = new FaceCanvas();
    paintClothes(canvas, head, scene);
    const covered = (row: number, column: number) =>
      canvas.colours[canvas.at(row, column)] > 0;
    // Just within the shoulders: they fall to the sides.
    assert.ok(covered(63, 12) && covered(63, 52) && covered(63, 32), `face ${seed}`);
    for (let column = 0; column < side; column++) assert.ok(!covered(40, column));
  }
});
