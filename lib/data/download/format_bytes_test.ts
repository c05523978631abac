import assert from "node:assert/strict";
import { formatBytes } from "./format_bytes.ts";

Deno.test("formatBytes() writes three figures and the unit, and never 1000 of a unit", () => {
  const written: [number, string][] = [
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1000, "1.00 kB"],
    [9_994, "9.99 kB"],
    [9_996, "10.0 kB"],
    [99_960, "100 kB"],
    [999_499, "999 kB"],
    [999_500, "1.00 MB"],
    [9_912_422, "9.91 MB"],
    [45_922_737_680, "45.9 GB"],
    [5e15, "5000 TB"],
  ];
  for (const [bytes, text] of written) assert.equal(formatBytes(bytes), text);
});
