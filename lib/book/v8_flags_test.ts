import assert from "node:assert/strict";
import { FAST_V8_FLAGS, tryV8Flags, v8Environment } from "./v8_flags.ts";
import { testWith } from "../../test/test_with.ts";

Deno.test("v8Environment() joins flags by commas, and overrides those inherited", () => {
  assert.deepEqual(v8Environment(FAST_V8_FLAGS), {
    DENO_V8_FLAGS: "--experimental-wasm-revectorize,--no-wasm-bounds-checks",
  });
  assert.deepEqual(v8Environment([]), { DENO_V8_FLAGS: "--wasm-bounds-checks" });
});

const permissions: Deno.PermissionName[] = ["run", "read"];

testWith(
  { permissions },
  "tryV8Flags() tells flags that Deno takes from others",
  async () => {
    const harmless = { flag: "--no-wasm-bounds-checks", does: "" };
    const unknown = { flag: "--no-such-flag", does: "" };
    const { taken, refused } = await tryV8Flags(Deno.execPath(), [harmless, unknown]);
    assert.deepEqual(taken, [harmless]);
    assert.equal(refused.length, 1);
    assert.match(refused[0].why, /did not recognize flag '--no-such-flag'/);
  },
);

testWith(
  { permissions },
  "tryV8Flags() runs its SIMD check, which needs no flag",
  async () => {
    const none = { flag: "--wasm-bounds-checks", does: "" };
    assert.deepEqual(await tryV8Flags(Deno.execPath(), [none]), {
      taken: [none],
      refused: [],
    });
  },
);
