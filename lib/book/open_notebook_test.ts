import assert from "node:assert/strict";
import { kernelWarning, openNotebook } from "./open_notebook.ts";

Deno.test("openNotebook() prints one line that names the backend", async () => {
  const lines: string[] = [];
  await openNotebook({ backend: "cpu", log: (line) => lines.push(line) });
  assert.deepEqual(lines, ["Backend: cpu, as it was asked for."]);
});

Deno.test("kernelWarning() warns of kernels that hide errors or are unknown", () => {
  assert.equal(kernelWarning("repaired", "2.9.6"), null);
  assert.equal(kernelWarning("no kernel", "2.8.3"), null);
  assert.match(
    kernelWarning("repaired", "2.8.3") ?? "",
    /^The kernel of Deno 2\.8\.3 hides/,
  );
  assert.match(kernelWarning("unknown kernel", "9.0.0") ?? "", /Deno 9\.0\.0 is unknown/);
});
