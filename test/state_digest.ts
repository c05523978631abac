/**
 * One short text for everything in a training's state that must not change.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { TrainingState } from "../lib/train/training_state.ts";

/**
 * The SHA-256 of all bits of a state but the speeds, which no two runs share.
 *
 * @param state The state.
 */
export function stateDigest({ tensors, records, ...plain }: TrainingState): string {
  const hash = createHash("sha256");
  for (const [name, { shape, data }] of tensors) {
    hash.update(`${name} ${shape}`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  const timeless = records.map(({ imagesPerSecond: _, ...record }) => record);
  hash.update(JSON.stringify(sorted({ ...plain, records: timeless })));
  return hash.digest("hex");
}

/** With keys in one order: that in which a record was put together says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}
