import type { StepRecord } from "../train/training_state.ts";
import { SafetensorsError, type StoredTensor } from "./safetensors.ts";

const PREFIX = "history.";
/** What is no column, as lines of JSON: `[place of its record, {…}]`. */
const REST = `${PREFIX}rest`;

/**
 * All records of a training as tensors: a column of float64 for each number that every
 * record has, and lines of JSON for the rest, such as the health of every hundredth step.
 *
 * Columns are exact and take 8 bytes a number, a quarter of what JSON takes.
 *
 * @param records One a step.
 * @returns By name: "history.lossD", …, `[records]`, and "history.rest", bytes.
 */
export function encodeHistory(records: readonly StepRecord[]): Map<string, StoredTensor> {
  const names = Object.entries(records[0] ?? {})
    .filter(([name]) =>
      records.every((record) => typeof value(record, name) === "number")
    )
    .map(([name]) => name);
  const tensors = new Map<string, StoredTensor>();
  for (const name of names) {
    const data = Float64Array.from(records, (record) => value(record, name) as number);
    tensors.set(PREFIX + name, { shape: [records.length], data });
  }
  const lines = records.flatMap((record, i) => {
    const rest = Object.entries(record).filter(([name]) => !names.includes(name));
    return rest.length > 0 ? [toJson([i, Object.fromEntries(rest)])] : [];
  });
  const text = new TextEncoder().encode(lines.join("\n"));
  return tensors.set(REST, { shape: [text.length], data: text });
}

/**
 * The records that {@link encodeHistory} was given.
 *
 * @param tensors By name; others than the history's are ignored.
 * @throws {SafetensorsError} If columns are missing or of different lengths.
 */
export function decodeHistory(tensors: Map<string, StoredTensor>): StepRecord[] {
  const columns = [...tensors].filter(([name]) =>
    name.startsWith(PREFIX) && name !== REST
  );
  const rest = tensors.get(REST);
  if (!(rest?.data instanceof Uint8Array)) fail(`'${REST}' must be there, of bytes`);
  const count = columns[0]?.[1].data.length ?? 0;
  for (const [name, { data }] of columns) {
    if (data instanceof Float64Array && data.length === count) continue;
    fail(`'${name}' must be F64 of shape [${count}]: it has ${data.length} numbers`);
  }
  const records: Record<string, unknown>[] = Array.from(
    { length: count },
    (_, i) =>
      Object.fromEntries(
        columns.map(([name, { data }]) => [name.slice(PREFIX.length), data[i]]),
      ),
  );
  for (const line of new TextDecoder().decode(rest.data).split("\n").filter(Boolean)) {
    const [i, more] = fromJson(line) as [number, Record<string, unknown>];
    if (!records[i]) fail(`'${REST}' must name one of ${count} records: it names ${i}`);
    Object.assign(records[i], more);
  }
  return records as unknown as StepRecord[];
}

const value = (record: StepRecord, name: string) =>
  (record as unknown as Record<string, unknown>)[name];

/** JSON has no NaN, no infinity and no −0; each becomes an object with its name. */
const SPECIAL: [string, number][] = [
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
];

const toJson = (value: unknown) =>
  JSON.stringify(value, (_, part) => {
    const special = SPECIAL.find(([, number]) => Object.is(part, number));
    return special ? { number: special[0] } : part;
  });

const fromJson = (text: string) =>
  JSON.parse(text, (_, part) => {
    const special = SPECIAL.find(([name]) => name === part?.number);
    return special ? special[1] : part;
  });

function fail(requirement: string): never {
  throw new SafetensorsError(`Cannot read the history as ${requirement}`);
}
