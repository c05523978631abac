import assert from "node:assert/strict";
import { crosses, labelBox, placeLabels } from "./place_labels.ts";

const frame = { left: 0, right: 400, top: 0, bottom: 300 };
const fontSize = 10;

Deno.test("crosses() finds a line through, into and beside a box, however it runs", () => {
  const box = { left: 10, right: 20, top: 10, bottom: 20 };
  const at = (x: number, y: number) => ({ x, y });
  assert.ok(crosses(at(0, 15), at(30, 15), box));
  assert.ok(crosses(at(0, 0), at(15, 15), box));
  assert.ok(crosses(at(15, 30), at(15, 0), box));
  assert.ok(!crosses(at(0, 25), at(30, 25), box));
  assert.ok(!crosses(at(0, 15), at(8, 15), box));
  assert.ok(!crosses(at(0, 25), at(30, 55), box));
});

Deno.test("placeLabels() puts a label right of its dot, or left where the frame ends", () => {
  const dots = [{ x: 100, y: 50, label: "free" }, { x: 390, y: 50, label: "edge" }];
  assert.deepEqual(placeLabels(dots, { line: [], frame, fontSize }), [
    { dx: 10, dy: 0, textAnchor: "start" },
    { dx: -10, dy: 0, textAnchor: "end" },
  ]);
});

Deno.test("placeLabels() keeps labels off the line and off one another", () => {
  const line = [{ x: 0, y: 60 }, { x: 400, y: 60 }];
  const dots = [58, 60, 66].map((y) => ({ x: 200, y, label: "kernel" }));
  const boxes = placeLabels(dots, { line, frame, fontSize })
    .map((place, index) => labelBox(dots[index], place, fontSize));
  for (const [index, box] of boxes.entries()) {
    assert.ok(!crosses(line[0], line[1], box));
    for (const other of boxes.slice(index + 1)) {
      const apart = box.right <= other.left || other.right <= box.left ||
        box.bottom <= other.top || other.bottom <= box.top;
      assert.ok(apart);
    }
  }
});

Deno.test("placeLabels() begins no label nearer to another dot than to its own", () => {
  // Right of them is no room, and left of the second lies the first.
  const dots = [[360, 152], [364, 150], [200, 130]].map(([x, y]) => (
    { x, y, label: "a long name" }
  ));
  const places = placeLabels(dots, { line: [], frame, fontSize });
  for (const [index, { dx, dy }] of places.entries()) {
    const [x, y] = [dots[index].x + dx, dots[index].y + dy];
    const far = dots.map((dot) => Math.hypot(x - dot.x, y - dot.y));
    assert.equal(far.indexOf(Math.min(...far)), index);
  }
  const [, tied] = placeLabels(dots, { line: [], frame, fontSize, tiedFrom: 12 });
  assert.ok(Math.abs(tied.dy) < Math.abs(places[1].dy));
});

Deno.test("placeLabels() leaves a label right of its dot where all is taken", () => {
  const small = { left: 0, right: 5, top: 0, bottom: 5 };
  const dots = [{ x: 2, y: 2, label: "long name" }];
  assert.deepEqual(placeLabels(dots, { line: [], frame: small, fontSize }), [
    { dx: 10, dy: 0, textAnchor: "start" },
  ]);
});
