import assert from "node:assert/strict";
import { identityOf, sameData } from "./data_identity.ts";
import { drawDigits } from "./digits.ts";

const digits = drawDigits({ count: 5, seed: 1 });

Deno.test("identityOf() is the same for the same pixels and another if one bit differs", () => {
  const { origin, count, fingerprint } = identityOf(digits);
  assert.equal(origin, digits.origin);
  assert.equal(count, 5);
  assert.match(fingerprint!, /^[0-9a-f]{32}$/);
  assert.equal(identityOf(drawDigits({ count: 5, seed: 1 })).fingerprint, fingerprint);
  const images = digits.images.slice();
  images[1234] ^= 1;
  assert.notEqual(identityOf({ ...digits, images }).fingerprint, fingerprint);
});

Deno.test("identityOf() tells images of the same bytes in another shape apart", () => {
  const turned = { ...digits, height: digits.height / 2, width: digits.width * 2 };
  assert.notEqual(identityOf(turned).fingerprint, identityOf(digits).fingerprint);
});

Deno.test("sameData() goes by the fingerprints if there are two, else by origin and count", () => {
  const here = { origin: "here", count: 3 };
  assert.ok(
    sameData({ ...here, fingerprint: "a" }, {
      origin: "there",
      count: 3,
      fingerprint: "a",
    }),
  );
  assert.ok(!sameData({ ...here, fingerprint: "a" }, { ...here, fingerprint: "b" }));
  assert.ok(sameData({ ...here, fingerprint: "a" }, here));
  assert.ok(!sameData(here, { ...here, count: 4 }));
  assert.ok(!sameData(here, { ...here, origin: "there" }));
  assert.ok(!sameData(here, null));
  assert.ok(sameData(null, null));
});
