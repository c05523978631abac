import { createHash } from "node:crypto";
import type { StateTensor, TrainingState } from "../train/training_state.ts";
import { decodeHistory, encodeHistory } from "./checkpoint_history.ts";
import {
  decodeSafetensors,
  SafetensorsError,
  safetensorsParts,
  type StoredTensor,
} from "./safetensors.ts";
import { STORED_AXES } from "./stored_axes.ts";

/** The version of the format that this program writes, and the newest that it reads. */
const VERSION = 2;
/** In the metadata of every checkpoint, of every version. */
const FORMAT = "dcgan-checkpoint";
/** The last tensor of every checkpoint: 32 bytes, the SHA-256 of all bytes before it. */
const CHECKSUM = "checksum";
const CHECKSUM_BYTES = 32;

/** A file that no training can continue from; the message says what is wrong with it. */
export class CheckpointError extends SafetensorsError {
  override name = "CheckpointError";
  /** Whether it is of another kind, damaged, or of a version to come. */
  readonly kind: "foreign" | "damaged" | "newer";
  /** What is wrong, as a clause. */
  readonly reason: string;

  /**
   * @param kind Which kind of wrong.
   * @param reason What is wrong, as a clause.
   * @param options The file, if it is known, and the cause, if an exception was one.
   */
  constructor(
    kind: CheckpointError["kind"],
    reason: string,
    { path, ...options }: ErrorOptions & { path?: string } = {},
  ) {
    const which = path === undefined ? "" : ` '${path}'`;
    super(`Cannot load the checkpoint${which} as ${reason}`, options);
    this.kind = kind;
    this.reason = reason;
  }
}

/**
 * A training's state as the parts of a safetensors file, to be written in this order.
 *
 * Everything is in it: see {@link TrainingState}. Numbers of the networks and optimisers
 * are not copied. The last part is the checksum of the others, so that a file that lost or
 * changed a single bit is refused.
 *
 * @param state The training between two steps; not changed while the parts are in use.
 */
export function encodeCheckpoint(state: TrainingState): Uint8Array[] {
  const { tensors, records, ...training } = state;
  const checksum = new Uint8Array(CHECKSUM_BYTES);
  const all = new Map<string, StoredTensor>([
    ...tensors,
    ...encodeHistory(records),
    // Bytes stand behind wider numbers, and the last of them last.
    [CHECKSUM, { shape: [CHECKSUM_BYTES], data: checksum }],
  ]);
  const parts = safetensorsParts(all, {
    format: FORMAT,
    version: String(VERSION),
    step: String(state.step),
    axes: STORED_AXES,
    training: JSON.stringify(training),
  });
  const hash = createHash("sha256");
  for (const part of parts.slice(0, -1)) hash.update(part);
  checksum.set(hash.digest());
  return parts;
}

/**
 * The training's state in the bytes of a checkpoint.
 *
 * @param bytes The whole file.
 * @throws {CheckpointError} If it is truncated, changed, of another kind or of a newer
 *   version than this program knows.
 */
export function decodeCheckpoint(bytes: Uint8Array): TrainingState {
  const { tensors, metadata } = decode(bytes);
  if (!isCheckpoint(metadata)) {
    throw new CheckpointError(
      "foreign",
      `its metadata must name the format "${FORMAT}": it is a safetensors file of ` +
        `${metadata.format === undefined ? "networks or others" : metadata.format}`,
    );
  }
  requireChecksum(bytes, tensors);
  requireVersion(metadata.version);
  try {
    const training = requireTraining(JSON.parse(metadata.training));
    const records = decodeHistory(tensors);
    if (records.length !== training.step) {
      throw new SafetensorsError(
        `there must be ${training.step} records, one a step: there are ${records.length}`,
      );
    }
    return { ...training, tensors: stateTensors(tensors), records };
  } catch (error) {
    if (!(error instanceof SafetensorsError || error instanceof SyntaxError)) throw error;
    throw new CheckpointError("damaged", `its parts disagree: ${error.message}`, {
      cause: error,
    });
  }
}

/**
 * Whether the metadata of a safetensors file are those of a checkpoint.
 *
 * @param metadata As the file has them.
 */
export function isCheckpoint(metadata: Record<string, string>): boolean {
  return metadata.format === FORMAT;
}

function decode(bytes: Uint8Array) {
  try {
    return decodeSafetensors(bytes);
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    throw new CheckpointError(
      "damaged",
      `it is damaged or another file: ${error.message}`,
      {
        cause: error,
      },
    );
  }
}

function requireChecksum(bytes: Uint8Array, tensors: Map<string, StoredTensor>): void {
  const stored = tensors.get(CHECKSUM)?.data;
  const digest = createHash("sha256").update(bytes.subarray(0, -CHECKSUM_BYTES)).digest();
  const found = hex(digest);
  const expected = stored instanceof Uint8Array ? hex(stored) : "none";
  const last = hex(bytes.subarray(-CHECKSUM_BYTES));
  if (found === expected && found === last) return;
  throw new CheckpointError(
    "damaged",
    `its bytes must have the checksum that stands in it, ${expected}: current value is ${found}; ` +
      "the file was changed or damaged",
  );
}

function requireVersion(version: string): void {
  if (Number(version) >= 1 && Number(version) <= VERSION) return;
  if (Number(version) > VERSION) {
    throw new CheckpointError(
      "newer",
      `its version must be at most ${VERSION}: current value is ${version}, which a newer version ` +
        "of this program wrote; take that one",
    );
  }
  throw new CheckpointError(
    "damaged",
    `its version must be a number from 1: current value is ${JSON.stringify(version)}`,
  );
}

/** Who writes a file by hand can give it a right checksum: the parts must be there. */
function requireTraining(value: unknown): Omit<TrainingState, "tensors" | "records"> {
  const training = Object(value) as Record<string, unknown>;
  const isStep = Number.isInteger(training.step) && Number(training.step) >= 0;
  if (!isStep) throw new SafetensorsError("'step' must be a whole number from 0");
  for (const name of ["architectures", "constants", "data", "updates", "random"]) {
    if (typeof training[name] === "object" && training[name] !== null) continue;
    throw new SafetensorsError(
      `'${name}' must be an object: current value is ${training[name]}`,
    );
  }
  return withAverageDecay(training as ReturnType<typeof requireTraining>);
}

/** Version 1 knows no average of the generator's weights: its trainings have none. */
function withAverageDecay<T extends Pick<TrainingState, "constants" | "recipe">>(
  training: T,
): T {
  const { constants, recipe } = training;
  return {
    ...training,
    constants: { ...constants, averageDecay: constants.averageDecay ?? null },
    recipe: recipe && { ...recipe, averageDecay: recipe.averageDecay ?? null },
  };
}

/** Networks, optimisers and fixed latents: all that is float32. */
function stateTensors(tensors: Map<string, StoredTensor>): Map<string, StateTensor> {
  const numbers = [...tensors].filter(([, { data }]) => data instanceof Float32Array);
  return new Map(numbers as [string, StateTensor][]);
}

const hex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
