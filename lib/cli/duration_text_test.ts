import assert from "node:assert/strict";
import { durationText } from "./duration_text.ts";

Deno.test("durationText() says two units at most, and never 60 of one", () => {
  const texts = [0.4, 59.4, 59.6, 60, 3599.4, 3599.6, 3600, 7199, 86_400].map(
    durationText,
  );
  assert.deepEqual(texts, [
    ...["0 s", "59 s", "1 min 0 s", "1 min 0 s", "59 min 59 s", "1 h 0 min"],
    ...["1 h 0 min", "2 h 0 min", "24 h 0 min"],
  ]);
});
