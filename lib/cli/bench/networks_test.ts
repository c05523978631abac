import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { UsageError } from "../usage_error.ts";
import { networkName, selectNetworks } from "./networks.ts";

Deno.test("selectNetworks() takes every size with every width and colour, or all", () => {
  const usual = selectNetworks({});
  const all = selectNetworks({ all: true });
  assert.deepEqual(all.slice(0, usual.length), usual);
  for (const size of [32, 64, 128]) {
    for (const width of [16, 32, 64]) {
      for (const channels of [1, 3]) {
        const wanted = { network: "pytorchTutorial", size, width, channels, batch: 64 };
        assert.ok(usual.some((row) => isDeepStrictEqual(row, wanted)), String(wanted));
      }
    }
  }
  const gansInAction = usual.find(({ network }) => network === "gansInAction");
  assert.deepEqual([gansInAction?.size, gansInAction?.batch], [28, 128]);
  assert.equal(new Set(all.map(networkName)).size, all.length);
});

Deno.test("selectNetworks() takes rows by the beginnings of their names, once each", () => {
  const names = selectNetworks({ only: ["gans", "pytorchTutorial-64-w64", "gans"] })
    .map(networkName);
  assert.deepEqual(names, [
    "gansInAction-28-w64-c1",
    "pytorchTutorial-64-w64-c3",
    "pytorchTutorial-64-w64-c1",
  ]);
});

Deno.test("selectNetworks() takes networks that the table lacks by their whole name", () => {
  assert.deepEqual(selectNetworks({ only: ["d2l-16-w4-c1"], batch: 8 }), [
    { network: "d2l", size: 16, width: 4, channels: 1, batch: 8 },
  ]);
});

Deno.test("selectNetworks() gives every row the batch that is asked for", () => {
  assert.ok(selectNetworks({ all: true, batch: 9 }).every(({ batch }) => batch === 9));
  assert.equal(selectNetworks({ only: ["gans"] })[0].batch, 128);
});

Deno.test("selectNetworks() names what it does not know", () => {
  for (const name of ["vgg", "d2l-16-w4-c2"]) {
    assert.throws(() => selectNetworks({ only: [name] }), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.ok(error.message.startsWith(`Cannot measure '${name}' as it must be`));
      return true;
    });
  }
});
