/**
 * Reads JSON values from a stream, one a line.
 *
 * @param stream UTF-8 text, such as a process's standard output.
 * @returns Each line's value, as soon as the line is complete. Empty lines are left out.
 * @throws {SyntaxError} If a line is no JSON; the message has the line.
 */
export async function* readJsonLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<unknown, void, void> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim()) yield parse(line);
  }
  if (rest.trim()) yield parse(rest);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    const message = `Cannot read a line as it must be JSON: current value is '${line}'`;
    throw new SyntaxError(message, { cause: error });
  }
}
