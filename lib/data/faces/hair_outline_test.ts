import assert from "node:assert/strict";
import { RandomGenerator } from "../../tensor/random.ts";
import { meetOutline, outlineHair } from "./hair_outline.ts";
import { describePortrait } from "./portrait.ts";
import { createTextures } from "./textures.ts";

const textures = createTextures();
const describe = (seed: number, hairStyle: "bob" | "short" | "curly") =>
  describePortrait(new RandomGenerator(seed), { hairStyle });

Deno.test("an outline starts above the head and is as wide as head and hair, within 2 pixels", () => {
  for (const style of ["bob", "short", "curly"] as const) {
    for (let seed = 0; seed < 20; seed++) {
      const { head, hair } = describe(seed, style);
      const { crown, left, right } = outlineHair(head, hair, textures);
      assert.equal(crown, -head.halfHeight - hair.top);
      assert.ok(left[0] < 2 && right[0] < 2);
      const expected = head.halfWidth + hair.sides + Math.max(0, hair.flare);
      for (const widths of [left, right]) {
        assert.ok(Math.abs(Math.max(...widths) - expected) < 2, `${style} ${seed}`);
      }
    }
  }
});

Deno.test("a bob ends where its longest lock does", () => {
  const { head, hair } = describe(3, "bob");
  const { crown, left, sharp } = outlineHair(head, hair, textures);
  const end = 1 + Math.floor(hair.end + hair.tips - crown);
  assert.ok(left[end - 2] > 5);
  assert.equal(left[end + 1], 0);
  // Where the edge falls steeply, a distance to the side is a short one across.
  assert.ok(sharp[2] < 0.6 && sharp[20] > 0.9);
});

Deno.test("a leaning row leaves the outline where both meet, within .3 pixels", () => {
  for (let seed = 0; seed < 20; seed++) {
    const { head, hair } = describe(seed, "short");
    const { left } = outlineHair(head, hair, textures);
    for (const lean of [-0.13, 0, 0.13]) {
      for (let place = 4; place < 20; place += 0.7) {
        const width = meetOutline(left, place, lean);
        const there = place + lean * width, index = Math.floor(there);
        const expected = left[index] + (there - index) * (left[index + 1] - left[index]);
        assert.ok(Math.abs(width - expected) < 0.3, `${seed}, ${place}: ${width}`);
      }
    }
  }
});

Deno.test("a row above the outline or below it meets none", () => {
  const { head, hair } = describe(4, "bob");
  const { left } = outlineHair(head, hair, textures);
  for (const place of [-9, 79, 90]) assert.equal(meetOutline(left, place, 0), 0);
});
