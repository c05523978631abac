import assert from "node:assert/strict";
import { fromFileUrl } from "@std/path";
import { FAST_V8_FLAGS, v8Environment } from "../lib/book/v8_flags.ts";
import { testWith } from "./test_with.ts";

testWith(
  { permissions: ["run", "read", "env"] },
  "Training steps give the same bits with the fast V8 flags as without",
  async () => {
    const plain = await digest(v8Environment([]));
    assert.match(plain, /^\d{6,} bytes [0-9a-f]{64}\n$/);
    assert.equal(await digest(v8Environment(FAST_V8_FLAGS)), plain);
  },
);

/** What `step_digest.ts` prints in a Deno with this environment. */
async function digest(env: Record<string, string>): Promise<string> {
  const program = fromFileUrl(new URL("./step_digest.ts", import.meta.url));
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--allow-read", "--allow-env", program],
    env,
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}
