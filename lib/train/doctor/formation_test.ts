import assert from "node:assert/strict";
import type { Health } from "../health.ts";
import { formationInWords, formationOf, formationSign } from "./formation.ts";

/** Of real images that differ by .5 and whose squares are .8 on average. */
const health = (spread: number, square: number) =>
  ({ spread, realSpread: .5, tanhSlope: 1 - square, realTanhSlope: .2 }) as Health;

Deno.test("the formation is spread and mean square, each beside the real images'", () => {
  const { spread, strength } = formationOf(health(.1, .2));
  assert.ok(Math.abs(spread - .2) < 1e-12 && Math.abs(strength - .25) < 1e-12);
});

Deno.test("images are formed from half of both on, and fog below two fifths of one", () => {
  assert.equal(formationSign(health(.3, .5)), "on");
  assert.equal(formationSign(health(.3, .36)), "between");
  assert.equal(formationSign(health(.21, .5)), "between");
  assert.equal(formationSign(health(.3, .3)), "off");
  assert.equal(formationSign(health(.1, .5)), "off");
  assert.equal(formationSign(health(NaN, .5)), "off");
});

Deno.test("the words name both numbers in per cent", () => {
  assert.equal(
    formationInWords(health(.1, .004)),
    "two images of the fixed latents differ by 20 % of what two real ones differ by, " +
      "and the mean square of their pixels (0 is mid-grey) is less than 1 % of the real " +
      "ones'.",
  );
});
