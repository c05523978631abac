import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import committed from "./kernels.wasm" with { type: "bytes" };

testWith(
  { permissions: ["read", "env"] },
  "buildKernels() gives the committed kernels.wasm, byte for byte",
  async () => {
    const { buildKernels } = await import("./build.ts");
    const built = await buildKernels();
    assert.ok(
      built.length === committed.length &&
        built.every((byte, i) => byte === committed[i]),
      "kernels.wasm is older than lib/wasm/assembly: run `deno task build-wasm`",
    );
  },
);

testWith(
  { permissions: ["read", "env"] },
  "buildKernels() gives the compiler's message if a source has an error",
  async () => {
    const { buildKernels } = await import("./build.ts");
    await assert.rejects(
      buildKernels((name) => name === "index.ts" ? "export const a: i32 = b;" : null),
      /Cannot compile the kernels[^]*Cannot find name 'b'/,
    );
  },
);
