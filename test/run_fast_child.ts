/**
 * Programs that train with the project's V8 flags, as its tasks and its kernel do: in about
 * half the time, and with the same bits, as `step_digest_test.ts` shows.
 *
 * @module
 */
import assert from "node:assert/strict";
import { fromFileUrl } from "@std/path";
import { tryV8Flags, v8Environment } from "../lib/book/v8_flags.ts";

/**
 * Runs a program in a Deno of its own, with the flags that this machine takes.
 *
 * @param program The address of a file that prints one line of JSON.
 * @param args Its arguments.
 * @returns What it printed, parsed.
 * @throws {AssertionError} If it fails, with what it says of that.
 */
export async function runFastChild<Result>(
  program: URL,
  args: string[] = [],
): Promise<Result> {
  const { taken } = await tryV8Flags();
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", fromFileUrl(program), ...args],
    env: v8Environment(taken),
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}
