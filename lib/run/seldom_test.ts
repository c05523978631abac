import assert from "node:assert/strict";
import { seldom } from "./seldom.ts";

Deno.test("seldom() passes on no line in the first half minute, and then one in each", () => {
  const told: string[] = [];
  let time = 5_000;
  const tell = seldom((line) => told.push(line), { now: () => time });
  for (let second = 0; second <= 95; second++, time += 1000) tell(`after ${second} s`);
  assert.deepEqual(told, ["after 30 s", "after 60 s", "after 90 s"]);
});
