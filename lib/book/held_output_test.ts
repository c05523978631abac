import assert from "node:assert/strict";
import { onRelease, releaseOutput } from "./held_output.ts";

Deno.test("releaseOutput() asks each holder once, one after the other", async () => {
  const events: string[] = [];
  const slow = async () => {
    events.push("slow starts");
    await new Promise((resolve) => setTimeout(resolve, 1));
    events.push("slow ends");
  };
  onRelease(slow);
  onRelease(slow);
  onRelease(() => void events.push("quick"));
  await releaseOutput();
  assert.deepEqual(events, ["slow starts", "slow ends", "quick"]);
});
