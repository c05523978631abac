/**
 * A web server on this machine that can misbehave in every way: it writes its bytes to
 * the connection itself, so that it can lie about them.
 *
 * @module
 */

/** What a client asked. */
export interface AskedRequest {
  /** The whole path. */
  path: string;
  /** In lower case. */
  headers: Record<string, string>;
  /** How many requests this answer has had, this one too. */
  count: number;
}

/** Writes to the client; nothing is checked. */
export interface Reply {
  head: (status: string, headers?: Record<string, string | number>) => Promise<void>;
  body: (bytes: Uint8Array) => Promise<void>;
}

/** One way to answer. The connection is closed when it returns. */
export type Answer = (request: AskedRequest, reply: Reply) => Promise<void>;

/**
 * Runs a test against the server.
 *
 * @param answers The ways to answer, each under its own path `/name/`.
 * @param test Gets the address of each way, and all requests so far in order.
 */
export async function withFileServer(
  answers: Record<string, Answer>,
  test: (mirror: (name: string) => string, asked: AskedRequest[]) => Promise<void>,
): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const asked: AskedRequest[] = [];
  const counts = new Map<string, number>();
  const open = new Set<Deno.TcpConn>();
  const serving = (async () => {
    for await (const connection of listener) {
      open.add(connection);
      serve(connection).finally(() => {
        open.delete(connection);
        close(connection);
      });
    }
  })();
  async function serve(connection: Deno.TcpConn): Promise<void> {
    const head = await readHead(connection);
    if (head === null) return;
    const name = decodeURIComponent(head.path.split("/")[1]);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const request = { ...head, count };
    asked.push(request);
    await answers[name](request, replyTo(connection)).catch(ignoreGoneClient);
  }
  try {
    const root = `http://127.0.0.1:${listener.addr.port}`;
    await test((name) => `${root}/${encodeURIComponent(name)}/`, asked);
  } finally {
    listener.close();
    await serving;
    for (const connection of open) close(connection);
  }
}

/** How a well-behaved server gives a file, in parts too. */
export function file(
  content: Uint8Array,
  { etag, type = "application/gzip" }: { etag?: string; type?: string } = {},
): Answer {
  return async (request, { head, body }) => {
    const { from, isPart } = partOf(request, content.length, etag);
    await head(isPart ? "206 Partial Content" : "200 OK", {
      "content-type": type,
      "content-length": content.length - from,
      ...isPart && { "content-range": rangeOf(from, content.length) },
      ...etag !== undefined && { etag },
    });
    await body(content.subarray(from));
  };
}

/** A server that gives the file but drops the connection after some bytes of an answer. */
export function dropping(
  content: Uint8Array,
  { after, times = Infinity, etag }: { after: number; times?: number; etag?: string },
): Answer {
  return async (request, { head, body }) => {
    const { from, isPart } = partOf(request, content.length, etag);
    await head(isPart ? "206 Partial Content" : "200 OK", {
      "content-length": content.length - from,
      ...isPart && { "content-range": rangeOf(from, content.length) },
      ...etag !== undefined && { etag },
    });
    const end = request.count > times ? content.length : from + after;
    await body(content.subarray(from, end));
  };
}

/** What a `Content-Range` says of the part that begins at `from`. */
export function rangeOf(from: number, total: number): string {
  return `bytes ${from}-${total - 1}/${total}`;
}

/** Where the asked part begins, if the client has this version's beginning. */
export function partOf(
  { headers }: AskedRequest,
  total: number,
  etag?: string,
): { from: number; isPart: boolean } {
  const start = /^bytes=(\d+)-$/.exec(headers["range"] ?? "")?.[1];
  const condition = headers["if-range"];
  const isPart = start !== undefined && (condition === undefined || condition === etag);
  return { from: isPart ? Math.min(Number(start), total) : 0, isPart };
}

function replyTo(connection: Deno.TcpConn): Reply {
  const body = async (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
  };
  const head = (status: string, headers: Record<string, string | number> = {}) => {
    const all = { ...headers, connection: "close" };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return body(new TextEncoder().encode(`HTTP/1.1 ${status}\r\n${lines.join("")}\r\n`));
  };
  return { head, body };
}

async function readHead(
  connection: Deno.TcpConn,
): Promise<Omit<AskedRequest, "count"> | null> {
  const buffer = new Uint8Array(65_536);
  let text = "";
  while (!text.includes("\r\n\r\n")) {
    const read = await connection.read(buffer).catch(ignoreGoneClient);
    if (!read) return null;
    text += new TextDecoder("latin1").decode(buffer.subarray(0, read));
  }
  const [first, ...rest] = text.split("\r\n");
  const pairs = rest.filter((line) => line.includes(": ")).map((line) => {
    const [name, ...value] = line.split(": ");
    return [name.toLowerCase(), value.join(": ")];
  });
  return { path: first.split(" ")[1], headers: Object.fromEntries(pairs) };
}

/** A client may hang up at any time; that is what is being tested. */
function ignoreGoneClient(error: unknown): null {
  const isGone = error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted ||
    error instanceof Deno.errors.BadResource || error instanceof Deno.errors.Interrupted;
  if (!isGone) throw error;
  return null;
}

function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch (error) {
    ignoreGoneClient(error);
  }
}
