import assert from "node:assert/strict";
import { changeCosts, wishMeans, wishTable } from "./change_table.ts";

const change = (gained: number, keptMean: number) => (
  { count: 8, gained, kept: { hairStyle: keptMean }, keptMean }
);
const granted = [
  { wish: "a hat", changes: { plain: change(.75, .5), anywhere: change(.125, 1) } },
  { wish: "no hat", changes: { plain: change(.25, 1), anywhere: change(0, .5) } },
];

Deno.test("wishTable() has a row for each wish and a column for each way, in per cent", () => {
  assert.deepEqual(wishTable(granted), [
    { wish: "a hat", plain: "75 / 50", anywhere: "13 / 100" },
    { wish: "no hat", plain: "25 / 100", anywhere: "0 / 50" },
  ]);
});

Deno.test("wishMeans() averages what each way gained and kept over the wishes, by hand", () => {
  assert.deepEqual(wishMeans(granted), [
    { direction: "plain", gained: .5, kept: .75 },
    { direction: "anywhere", gained: .0625, kept: .75 },
  ]);
});

Deno.test("changeCosts() sorts questions by what a change costs beyond chance, by hand", () => {
  const kept = { beard: .75, hairStyle: .5, turn: 1 };
  const keptByChance = { beard: .75, hairStyle: 1, turn: .75 };
  assert.deepEqual(changeCosts({ kept }, { kept: keptByChance }), [
    { question: "hair style", kept: .5, keptByChance: 1, cost: .5 },
    { question: "beard", kept: .75, keptByChance: .75, cost: 0 },
    { question: "turn", kept: 1, keptByChance: .75, cost: -.25 },
  ]);
});
