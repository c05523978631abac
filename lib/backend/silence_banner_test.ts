import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { silenceBanner } from "./silence_banner.ts";

Deno.test("silenceBanner() leaves nothing to print for the first tensor", async () => {
  const printed: unknown[] = [];
  const warn = console.warn;
  console.warn = (...words: unknown[]) => printed.push(words);
  try {
    await silenceBanner("cpu");
    await tf.setBackend("cpu");
    tf.scalar(1).dispose();
  } finally {
    console.warn = warn;
  }
  assert.deepEqual(printed, []);
  assert.equal(tf.env().getBool("PROD"), false);
});
