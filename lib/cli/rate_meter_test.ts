import assert from "node:assert/strict";
import { RateMeter } from "./rate_meter.ts";

Deno.test("a RateMeter knows no rate before anything was counted", () => {
  assert.equal(new RateMeter(0, 0).perSecond(), undefined);
});

Deno.test("a RateMeter measures from the start's count, which a resumed download has", () => {
  const meter = new RateMeter(5000, 1000);
  meter.add(5600, 3000);
  assert.equal(meter.perSecond(), 300);
});

Deno.test("a RateMeter forgets what lies before its window", () => {
  const meter = new RateMeter(0, 0, { window: 1000 });
  for (let time = 100; time <= 2000; time += 100) meter.add(time * 8, time);
  for (let time = 2100; time <= 4000; time += 100) {
    meter.add(16_000 + 2 * (time - 2000), time);
  }
  assert.equal(meter.perSecond(), 2000);
});

Deno.test("a RateMeter measures from the last count before its window, so that rare counts fill it", () => {
  const meter = new RateMeter(0, 0, { window: 1000 });
  for (const [done, time] of [[8, 800], [9, 1500], [108, 1800]]) meter.add(done, time);
  assert.equal(meter.perSecond(), 100);
});

Deno.test("a RateMeter begins anew when the count falls", () => {
  const meter = new RateMeter(0, 0);
  meter.add(9000, 1000);
  meter.add(0, 2000);
  assert.equal(meter.perSecond(), undefined);
  meter.add(500, 3000);
  assert.equal(meter.perSecond(), 500);
});

Deno.test("a RateMeter follows a change of rate, however often it is told a count", () => {
  for (const perSecond of [5, 50, 2000]) {
    const meter = new RateMeter(0, 0);
    let done = 0;
    for (let i = 1; i <= 60 * perSecond; i++) {
      meter.add(done += 100 / perSecond, i * 1000 / perSecond);
    }
    for (let i = 1; i <= 60 * perSecond; i++) {
      meter.add(done += 1000 / perSecond, 60_000 + i * 1000 / perSecond);
    }
    assert.equal(
      Math.round(meter.perSecond()!),
      1000,
      `told ${perSecond} times a second`,
    );
  }
});

Deno.test("a RateMeter of many counts still measures its whole window", () => {
  const meter = new RateMeter(0, 0, { window: 1000 });
  // 100 a second, but for the last tenth of the window.
  for (let time = 1; time <= 1900; time++) meter.add(time / 10, time);
  for (let time = 1901; time <= 2000; time++) meter.add(190 + 1.1 * (time - 1900), time);
  assert.ok(Math.abs(meter.perSecond()! - 200) < 5, `${meter.perSecond()}`);
});
