import assert from "node:assert/strict";
import { epochLossesFigure } from "./epoch_losses.ts";

const records = [
  { step: 1, epoch: 1, lossD: 1.5, lossG: 1 },
  { step: 2, epoch: 1, lossD: 0.5, lossG: 2 },
  { step: 3, epoch: 2, lossD: 0.75, lossG: 4 },
];

Deno.test("a point is the mean of an epoch, also of one that still runs", () => {
  assert.equal(
    epochLossesFigure(records).alt,
    "Line plot of loss (nats), mean of the epoch by epoch, 1 to 2. " +
      "discriminator: from 1 to 0.75, between 0.75 and 1. " +
      "generator: from 1.5 to 4, between 1.5 and 4. A dotted line at 1.39: D undecided.",
  );
});

Deno.test("the line of an undecided discriminator lies where it is told, or nowhere", () => {
  assert.match(
    epochLossesFigure(records, { undecided: Math.LN2 }).alt,
    /at 0\.693: D und/,
  );
  const { html } = epochLossesFigure(records, { undecided: null });
  assert.doesNotMatch(html, /undecided/);
});

Deno.test("a loss that is not finite makes its epoch a gap", () => {
  const broken = [...records, { step: 4, epoch: 2, lossD: NaN, lossG: 4 }];
  assert.match(epochLossesFigure(broken).alt, /discriminator: 1, with 1 not finite\./);
});

Deno.test("no record is refused", () => {
  assert.throws(() => epochLossesFigure([]), /there must be at least one point/);
});
