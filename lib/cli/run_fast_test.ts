import assert from "node:assert/strict";
import { main } from "./run_fast.ts";
import { testWith } from "../../test/test_with.ts";

const permissions: Deno.PermissionName[] = ["run", "read"];
const exitsWith7If = (condition: string) => ["eval", `Deno.exit(${condition} ? 7 : 1)`];

testWith(
  { permissions },
  "run_fast gives Deno the flags, unless --safe comes first",
  async () => {
    const flags = `Deno.env.get("DENO_V8_FLAGS")`;
    const hasFlags = `${flags}.includes("--no-wasm-bounds-checks")`;
    assert.equal(await main(exitsWith7If(hasFlags)), 7);
    assert.equal(
      await main(["--safe", ...exitsWith7If(`${flags} === "--wasm-bounds-checks"`)]),
      7,
    );
  },
);
