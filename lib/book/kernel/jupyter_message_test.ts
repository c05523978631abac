import assert from "node:assert/strict";
import { type JupyterMessage, MessageCodec } from "./jupyter_message.ts";

const message: JupyterMessage = {
  header: { msg_id: "1", msg_type: "execute_request" },
  parentHeader: {},
  content: { code: "1 + 1 // ε" },
};
const text = (frame: Uint8Array) => new TextDecoder().decode(frame);

Deno.test("MessageCodec signs the four JSON frames with HMAC-SHA256", async () => {
  const codec = await MessageCodec.create("Jefe");
  const frames = await codec.encode(message);
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode("Jefe"),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const signed = new TextEncoder().encode(frames.slice(2).map(text).join(""));
  const expected = new Uint8Array(await crypto.subtle.sign("HMAC", key, signed)).toHex();
  assert.equal(text(frames[0]), "<IDS|MSG>");
  assert.equal(text(frames[1]), expected);
});

Deno.test("MessageCodec reads what it writes, between identities and buffers", async () => {
  const codec = await MessageCodec.create("key");
  const frames = await codec.encode(message);
  assert.deepEqual(await codec.decode(frames), message);
  assert.deepEqual(
    await codec.decode([Uint8Array.of(1, 2), ...frames, Uint8Array.of(3)]),
    message,
  );
});

Deno.test("MessageCodec refuses frames that are missing, changed or foreign", async () => {
  const codec = await MessageCodec.create("key");
  const frames = await codec.encode(message);
  await assert.rejects(
    codec.decode([]),
    /must have '<IDS\|MSG>' and 5 more frames: .* 0/,
  );
  await assert.rejects(codec.decode(frames.slice(0, 5)), /current frames are 5/);
  await assert.rejects(codec.decode(frames.slice(1)), TypeError);
  const other = await MessageCodec.create("other key");
  await assert.rejects(
    codec.decode(await other.encode(message)),
    /signature must be made/,
  );
  const changed = frames.with(5, new TextEncoder().encode(`{"code":"2"}`));
  await assert.rejects(codec.decode(changed), /signature must be made/);
  const damaged = frames.with(1, new TextEncoder().encode("zz"));
  await assert.rejects(codec.decode(damaged), /current signature is 'zz'/);
});
