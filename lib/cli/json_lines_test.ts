import assert from "node:assert/strict";
import { readJsonLines } from "./json_lines.ts";

function read(chunks: Uint8Array<ArrayBuffer>[]): Promise<unknown[]> {
  return Array.fromAsync(readJsonLines(ReadableStream.from(chunks)));
}

Deno.test("readJsonLines() joins what came in pieces, inside a letter even", async () => {
  const bytes = new TextEncoder().encode('{"a":1}\n\n"š"\n[2]');
  for (let cut = 0; cut <= bytes.length; cut++) {
    const values = await read([bytes.slice(0, cut), bytes.slice(cut)]);
    assert.deepEqual(values, [{ a: 1 }, "š", [2]]);
  }
});

Deno.test("readJsonLines() gives a line before the next one comes", async () => {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>>();
  const writer = writable.getWriter();
  const values = readJsonLines(readable);
  const first = values.next();
  await writer.write(new TextEncoder().encode("1\n2"));
  assert.deepEqual(await first, { value: 1, done: false });
  await writer.close();
  assert.deepEqual(await Array.fromAsync(values), [2]);
});

Deno.test("readJsonLines() shows the line that is no JSON", async () => {
  const chunk = new TextEncoder().encode("1\nTraceback\n");
  await assert.rejects(read([chunk]), {
    name: "SyntaxError",
    message: "Cannot read a line as it must be JSON: current value is 'Traceback'",
  });
});
