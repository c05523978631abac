import assert from "node:assert/strict";
import { chooseSome } from "./choose_some.ts";
import { RandomGenerator } from "./random.ts";

const letters = ["a", "b", "c", "d", "e"];

Deno.test("chooseSome() chooses as many as asked for, none of them twice, and changes nothing", () => {
  const random = new RandomGenerator(1);
  for (const count of [0, 1, 3, 5]) {
    const chosen = chooseSome(letters, count, random);
    assert.equal(chosen.length, count);
    assert.equal(new Set(chosen).size, count);
    assert.ok(chosen.every((letter) => letters.includes(letter)));
  }
  assert.deepEqual(letters, ["a", "b", "c", "d", "e"]);
});

Deno.test("chooseSome() chooses each thing first about equally often: 1000 ± 150 of 5000", () => {
  const random = new RandomGenerator(2);
  const firsts = Array.from({ length: 5000 }, () => chooseSome(letters, 1, random)[0]);
  for (const letter of letters) {
    const count = firsts.filter((first) => first === letter).length;
    assert.ok(Math.abs(count - 1000) < 150, `${letter}: ${count}`);
  }
});

Deno.test("chooseSome() is the same for the same seed, and draws alike for any count", () => {
  const [few, many] = [new RandomGenerator(3), new RandomGenerator(3)];
  assert.deepEqual(chooseSome(letters, 2, few), chooseSome(letters, 5, many).slice(0, 2));
  assert.equal(few.uniform(), many.uniform());
});

Deno.test("chooseSome() refuses more things than there are, and parts of things", () => {
  const random = new RandomGenerator(1);
  for (const count of [6, -1, 1.5, NaN]) {
    assert.throws(() => chooseSome(letters, count, random), {
      name: "RangeError",
      message: "Cannot choose by chance as 'count' must be an integer from 0 to 5: " +
        `current value is ${count}`,
    });
  }
});
