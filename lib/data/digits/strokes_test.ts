import assert from "node:assert/strict";
import { digitStyles } from "./strokes.ts";

const form = (stroke: string) => stroke.replace(/-?\d+,-?\d+/g, "p");

Deno.test("each of the ten digits has at least two styles, with a positive share", () => {
  assert.equal(digitStyles.length, 10);
  digitStyles.forEach((styles, digit) => {
    assert.ok(styles.length >= 2, `digit ${digit} has ${styles.length}`);
    assert.ok(styles.every(([share]) => share > 0));
  });
});

Deno.test("the poses of a style have the same strokes, points and sharp turns", () => {
  digitStyles.forEach((styles, digit) => {
    for (const [, ...poses] of styles) {
      assert.ok(poses.length >= 2, `a style of ${digit} has one pose only`);
      for (const pose of poses) {
        assert.deepEqual(pose.map(form), poses[0].map(form), `digit ${digit}`);
      }
    }
  });
});

Deno.test("every stroke is points of two integers within the digit's sheet", () => {
  for (const [, ...poses] of digitStyles.flat()) {
    for (const stroke of poses.flat()) {
      assert.match(form(stroke), /^p( p| \/ p)*$/, stroke);
      for (const number of stroke.match(/-?\d+/g)!) {
        assert.ok(Number(number) >= -20 && Number(number) <= 110, stroke);
      }
    }
  }
});
