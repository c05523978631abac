import assert from "node:assert/strict";
import { counted } from "./counted.ts";

Deno.test("counted() names one thing as one, and none or several as several", () => {
  const found = [0, 1, 2, 1000].map((count) => counted(count, "picture"));
  assert.deepEqual(found, ["0 pictures", "1 picture", "2 pictures", "1000 pictures"]);
});
