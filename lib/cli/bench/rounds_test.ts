import assert from "node:assert/strict";
import { orderTurns, pairedRatio, spread, takeTurns } from "./rounds.ts";

/** Participants that note their turns; each turn's rate is its number. */
function notingParticipants(names: string[]) {
  const turns: string[] = [];
  let working = 0;
  const participants = names.map((name) => ({
    async measure(seconds: number) {
      assert.equal(++working, 1, "two work at once");
      await new Promise((resolve) => setTimeout(resolve, 1));
      working--;
      return turns.push(`${name}${seconds}`);
    },
  }));
  return { participants, turns };
}

Deno.test("takeTurns() lets one work at a time, forwards and backwards in turn", async () => {
  const { participants, turns } = notingParticipants(["a", "b", "c"]);
  const options = { rounds: 2, seconds: 5, pause: 0 };
  const rates = await takeTurns(participants, options);
  assert.deepEqual(turns, ["a0", "b0", "c0", "c5", "b5", "a5", "a5", "b5", "c5"]);
  assert.deepEqual(rates, [[6, 7], [5, 8], [4, 9]]);
});

Deno.test("takeTurns() stops at the first that fails", async () => {
  const failing = { measure: () => Promise.reject(new Error("no memory")) };
  const { participants, turns } = notingParticipants(["a"]);
  const run = takeTurns([failing, ...participants], { rounds: 1, seconds: 1, pause: 0 });
  await assert.rejects(run, /no memory/);
  assert.deepEqual(turns, []);
});

Deno.test("spread() gives the median and the ends, in any order", () => {
  assert.deepEqual(spread([3, 1, 10]), { median: 3, lowest: 1, highest: 10 });
  assert.deepEqual(spread([4, 1, 2, 10]), { median: 3, lowest: 1, highest: 10 });
  assert.deepEqual(spread([7]), { median: 7, lowest: 7, highest: 7 });
});

Deno.test("spread() refuses an empty list", () => {
  assert.throws(() => spread([]), { name: "RangeError", message: /there is none$/ });
});

Deno.test("orderTurns() puts what is compared side by side: threads, and neighbours", () => {
  const order = (programs: number, threads: number[]) =>
    orderTurns(programs, threads).map(({ program, threads }) =>
      `${"abc"[program]}${threads}`
    );
  assert.deepEqual(order(3, [1, 2]), ["a1", "a2", "b2", "b1", "c1", "c2"]);
  assert.deepEqual(order(3, [2]), ["a2", "b2", "c2"]);
  assert.deepEqual(order(1, [1, 2, 4]), ["a1", "a2", "a4"]);
});

Deno.test("pairedRatio() stays where a slow round slows both, unlike that of medians", () => {
  // Twice as fast in every round, on a machine that is up to ten times slower.
  assert.equal(pairedRatio([200, 20, 60, 100, 40], [100, 10, 30, 50, 20]), 2);
  // One disturbed turn: the medians' ratio would be 100 / 90.
  assert.equal(pairedRatio([100, 200, 30], [50, 100, 90]), 2);
});

Deno.test("pairedRatio() refuses rounds in which one had no turn, and no round", () => {
  assert.throws(() => pairedRatio([1, 2], [1]), {
    name: "RangeError",
    message: /there are 2 and 1 turns$/,
  });
  assert.throws(() => pairedRatio([], []), { name: "RangeError" });
});
