import assert from "node:assert/strict";
import { isIllness } from "./diagnosis.ts";

Deno.test("isIllness() takes warnings as well as what is serious, and nothing else", () => {
  const severities = ["none", "warning", "serious"] as const;
  const ill = severities.filter((severity) => isIllness({ severity }));
  assert.deepEqual(ill, ["warning", "serious"]);
});
