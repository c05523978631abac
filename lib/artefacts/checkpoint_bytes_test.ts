import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { exampleState, ODD_BITS } from "../../test/example_state.ts";
import { fuzz } from "../../test/fuzz.ts";
import { joinBytes } from "../tensor/join_bytes.ts";
import {
  CheckpointError,
  decodeCheckpoint,
  encodeCheckpoint,
} from "./checkpoint_bytes.ts";
import { decodeSafetensors, encodeSafetensors, SafetensorsError } from "./safetensors.ts";

const encoded = (step?: number): Uint8Array<ArrayBuffer> =>
  joinBytes(encodeCheckpoint(exampleState(step)));

/** The same checkpoint with other metadata and a checksum that is right. */
function withMetadata(changes: Record<string, string>): Uint8Array<ArrayBuffer> {
  const { tensors, metadata } = decodeSafetensors(encoded());
  const bytes = encodeSafetensors(tensors, { ...metadata, ...changes });
  const digest = createHash("sha256").update(bytes.subarray(0, -32)).digest();
  bytes.set(digest, bytes.length - 32);
  return bytes;
}

function assertRefused(
  bytes: Uint8Array,
  kind: CheckpointError["kind"],
  message: RegExp = /^Cannot load the checkpoint as /,
) {
  assert.throws(
    () => decodeCheckpoint(bytes),
    (error: Error) =>
      error instanceof CheckpointError && error.kind === kind &&
      message.test(error.message),
  );
}

Deno.test("decodeCheckpoint() gives back the whole state, and every bit of NaN, −0 and subnormals", () => {
  for (const step of [0, 1, 4]) {
    const state = decodeCheckpoint(encoded(step));
    assert.deepEqual(state, exampleState(step));
    const { data } = state.tensors.get("generator.main.0.weight")!;
    assert.deepEqual(new Uint32Array(data.buffer), ODD_BITS);
  }
});

Deno.test("encodeCheckpoint() copies none of the networks' numbers", () => {
  const state = exampleState();
  const buffers = new Set(encodeCheckpoint(state).map(({ buffer }) => buffer));
  for (const { data } of state.tensors.values()) assert.ok(buffers.has(data.buffer));
});

Deno.test("decodeCheckpoint() refuses every truncation, and bytes behind the end", () => {
  const bytes = encoded();
  for (let length = 0; length < bytes.length; length++) {
    assertRefused(bytes.subarray(0, length), "damaged");
  }
  assertRefused(Uint8Array.of(...bytes, 0), "damaged");
});

Deno.test("decodeCheckpoint() refuses a flip of any bit, in length, header, numbers and checksum", () => {
  const bytes = encoded(1);
  for (let i = 0; i < bytes.length; i++) {
    const bit = 1 << (i % 8);
    bytes[i] ^= bit;
    assert.throws(() => decodeCheckpoint(bytes), CheckpointError, `byte ${i}`);
    bytes[i] ^= bit;
  }
  decodeCheckpoint(bytes);
  bytes[bytes.length - 40] ^= 1;
  assertRefused(
    bytes,
    "damaged",
    /must have the checksum that stands in it, .*: current value is /,
  );
});

Deno.test("decodeCheckpoint() refuses other files and says what they are", () => {
  const tensors = decodeSafetensors(encoded()).tensors;
  assertRefused(
    encodeSafetensors(tensors, { axes: "HWIO" }),
    "foreign",
    /must name the format "dcgan-checkpoint": it is a safetensors file of networks or others/,
  );
  assertRefused(encodeSafetensors(tensors, { format: "pt" }), "foreign", /file of pt$/);
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0);
  for (const bytes of [png, new Uint8Array(0), new Uint8Array(99)]) {
    assertRefused(bytes, "damaged", /it is damaged or another file: /);
  }
});

Deno.test("decodeCheckpoint() refuses a newer version and says to take a newer program", () => {
  const message =
    /version must be at most 2: current value is 3, which a newer version of this program/;
  assertRefused(withMetadata({ version: "3" }), "newer", message);
});

Deno.test("decodeCheckpoint() reads version 1, which knows no average, as of trainings without", () => {
  const { tensors: _, records: __, ...training } = exampleState();
  const { averageDecay: ___, ...constants } = training.constants;
  const recipe = { name: "d2l" };
  const old = {
    version: "1",
    training: JSON.stringify({ ...training, constants, recipe }),
  };
  const state = decodeCheckpoint(withMetadata(old));
  assert.deepEqual(state.constants, { ...training.constants, averageDecay: null });
  assert.deepEqual(state.recipe, { name: "d2l", averageDecay: null });
});

Deno.test("decodeCheckpoint() refuses metadata that no program wrote, though the checksum is right", () => {
  decodeCheckpoint(withMetadata({}));
  assertRefused(withMetadata({ training: "{" }), "damaged", /its parts disagree/);
  for (const training of ["null", "[]", "7", "{}", '{"step":-1}', '{"step":4}']) {
    assertRefused(withMetadata({ training }), "damaged", /its parts disagree/);
  }
  assertRefused(withMetadata({ version: "cake" }), "damaged", /version must be a number/);
});

Deno.test("decodeCheckpoint() either reads or refuses 3,000 damaged files, never worse", async () => {
  const result = await fuzz([encoded(1), encoded(4)], decodeCheckpoint, {
    count: 3000,
    seed: 1,
    refusal: SafetensorsError,
  });
  assert.ok(result.refused > 2900, `only ${result.refused} were refused`);
});
