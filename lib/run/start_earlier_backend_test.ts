import assert from "node:assert/strict";
import { BackendUnavailableError } from "../backend/choose_backend.ts";
import { startEarlierBackend } from "./start_earlier_backend.ts";

Deno.test("startEarlierBackend() returns what the start does", async () => {
  assert.equal(await startEarlierBackend(() => Promise.resolve(2), "add it"), 2);
});

Deno.test("startEarlierBackend() advises where the backend cannot be had, and only there", async () => {
  const failing = (error: Error) =>
    startEarlierBackend(() => Promise.reject(error), "add --backend auto");
  await assert.rejects(failing(new BackendUnavailableError("No GPU is here")), {
    name: "BackendUnavailableError",
    message:
      "No GPU is here, and the run began on it: to go on with another one, which " +
      "may round otherwise, add --backend auto",
  });
  const other = new Error("out of memory");
  await assert.rejects(failing(other), other);
});
