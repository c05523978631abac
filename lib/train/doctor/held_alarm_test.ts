import assert from "node:assert/strict";
import { HeldAlarm, type Sign } from "./held_alarm.ts";

/** Shows an alarm one sign a step, from step 1 on, and collects its `since`. */
function watch(hold: number, signs: Sign[], release = hold): (number | null)[] {
  const alarm = new HeldAlarm({ hold, release });
  return signs.map((sign, i) => {
    alarm.see(sign, i + 1);
    return alarm.since;
  });
}

Deno.test("an alarm goes on after its hold, since the first sign", () => {
  assert.deepEqual(watch(2, ["off", "on", "on", "on", "on"]), [null, null, null, 2, 2]);
});

Deno.test("an alarm of hold 0 goes on at once", () => {
  assert.deepEqual(watch(0, ["on", "between"]), [1, 1]);
});

Deno.test("a sign against it starts the hold again, one between does not", () => {
  const broken: Sign[] = ["on", "on", "off", "on", "on", "on"];
  assert.deepEqual(watch(2, broken), [null, null, null, null, null, 4]);
  assert.deepEqual(watch(2, ["on", "between", "between", "on"]), [null, null, null, 1]);
});

Deno.test("an alarm stays on between its thresholds and until the signs against it held", () => {
  const signs: Sign[] = ["on", "on", "between", "off", "on", "off", "between", "off"];
  assert.deepEqual(watch(1, signs), [null, 1, 1, 1, 1, 1, 1, null]);
});

Deno.test("an alarm can be quicker to go on than to go off", () => {
  const signs: Sign[] = ["on", "off", "off", "on", "off", "off", "off"];
  assert.deepEqual(watch(0, signs, 2), [1, 1, 1, 1, 1, 1, null]);
});

Deno.test("a sign that holds for many steps at once counts them all", () => {
  const alarm = new HeldAlarm({ hold: 50, release: 50 });
  alarm.see("on", 100, 60);
  assert.equal(alarm.since, null);
  alarm.see("on", 110, 101);
  assert.equal(alarm.since, 60);
});
