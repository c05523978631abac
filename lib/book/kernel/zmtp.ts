/**
 * A client for ZMTP 3.0, the wire protocol of ZeroMQ, over one TCP connection.
 *
 * Jupyter kernels speak it. Only what a Jupyter client needs is here: no encryption, the
 * client's side, whole messages.
 *
 * Source: https://rfc.zeromq.org/spec/23/
 *
 * @module
 */
import { joinBytes } from "../../tensor/join_bytes.ts";

/** The kinds of socket that a Jupyter client opens. */
export type SocketType = "DEALER" | "SUB";

/** The part of `Deno.Conn` that the protocol needs. */
export interface ByteStream {
  read(buffer: Uint8Array): Promise<number | null>;
  write(bytes: Uint8Array): Promise<number>;
  close(): void;
}

/** How to open a socket. */
export interface SocketOptions {
  /** The name by which a ROUTER peer knows this socket. Default: none. */
  identity?: string;
}

// The bits of a frame's first byte.
const MORE = 1;
const LONG = 2;
const COMMAND = 4;

/**
 * One ZeroMQ socket with one peer. Messages are lists of frames.
 *
 * A SUB socket subscribes to everything at once.
 */
export class ZmtpSocket {
  readonly #stream: ByteStream;
  readonly #chunk = new Uint8Array(1 << 16);
  #unread = new Uint8Array(0);
  #lastWrite: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(stream: ByteStream) {
    this.#stream = stream;
  }

  /**
   * Greets the peer at the other end of a connection.
   *
   * @param stream The connection. The socket closes it.
   * @param type The socket's type.
   * @returns The socket, ready to send and receive.
   * @throws {TypeError} If the peer does not speak ZMTP 3.
   */
  static async open(
    stream: ByteStream,
    type: SocketType,
    { identity = "" }: SocketOptions = {},
  ): Promise<ZmtpSocket> {
    const socket = new ZmtpSocket(stream);
    try {
      await socket.#greet(type, identity);
    } catch (error) {
      socket.close();
      throw error;
    }
    return socket;
  }

  /**
   * Sends a message. Messages leave whole and in the order of the calls.
   *
   * @param frames The message's frames.
   */
  send(frames: Uint8Array[]): Promise<void> {
    const bytes = joinBytes(
      frames.flatMap((data, index) => frame(data, index < frames.length - 1 ? MORE : 0)),
    );
    const write = () => this.#write(bytes);
    const sent = this.#lastWrite.then(write, write);
    this.#lastWrite = sent;
    return sent;
  }

  /**
   * Waits for the next message.
   *
   * @returns Its frames, or null once either side has closed the connection.
   */
  async receive(): Promise<Uint8Array[] | null> {
    const frames: Uint8Array[] = [];
    try {
      while (true) {
        const { flags, data } = await this.#readFrame();
        if (flags & COMMAND) continue;
        frames.push(data);
        if (!(flags & MORE)) return frames;
      }
    } catch (error) {
      if (this.#closed || isHangUp(error)) return null;
      throw error;
    }
  }

  /** Closes the connection. A pending `receive()` then yields null. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stream.close();
  }

  async #greet(type: SocketType, identity: string): Promise<void> {
    const greeting = new Uint8Array(64);
    greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0]);
    greeting.set(utf8("NULL"), 12);
    await this.#write(greeting);
    const answer = await this.#read(64);
    if (answer[0] !== 0xff || answer[9] !== 0x7f || answer[10] < 3) {
      throw new TypeError(
        "Cannot open the socket as the peer must greet with ZMTP 3 or later: " +
          `current greeting starts with ${answer.slice(0, 11).toHex()}`,
      );
    }
    const properties = [["Socket-Type", type], ["Identity", identity]]
      .flatMap(([name, value]) => [
        Uint8Array.of(name.length),
        utf8(name),
        Uint8Array.of(0, 0, 0, utf8(value).length),
        utf8(value),
      ]);
    const ready = joinBytes([Uint8Array.of(5), utf8("READY"), ...properties]);
    await this.#write(joinBytes(frame(ready, COMMAND)));
    const { flags, data } = await this.#readFrame();
    const command = new TextDecoder().decode(data.slice(1, 1 + data[0]));
    if (!(flags & COMMAND) || command !== "READY") {
      throw new TypeError(
        `Cannot open the socket as the peer must answer READY: current answer is '${command}'`,
      );
    }
    if (type === "SUB") await this.send([Uint8Array.of(1)]);
  }

  async #readFrame(): Promise<{ flags: number; data: Uint8Array }> {
    const [flags] = await this.#read(1);
    const length = flags & LONG
      ? readUint64(await this.#read(8))
      : (await this.#read(1))[0];
    return { flags, data: await this.#read(length) };
  }

  async #read(count: number): Promise<Uint8Array> {
    const parts = [this.#unread];
    let have = this.#unread.length;
    while (have < count) {
      const read = await this.#stream.read(this.#chunk);
      if (read === null) {
        throw new Deno.errors.UnexpectedEof("The peer closed the connection");
      }
      parts.push(this.#chunk.slice(0, read));
      have += read;
    }
    const bytes = parts.length === 1 ? parts[0] : joinBytes(parts);
    this.#unread = bytes.subarray(count);
    return bytes.slice(0, count);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      written += await this.#stream.write(bytes.subarray(written));
    }
  }
}

function frame(data: Uint8Array, flags: number): Uint8Array[] {
  if (data.length < 256) return [Uint8Array.of(flags, data.length), data];
  const head = new Uint8Array(9);
  head[0] = flags | LONG;
  new DataView(head.buffer).setBigUint64(1, BigInt(data.length));
  return [head, data];
}

function isHangUp(error: unknown): boolean {
  return error instanceof Deno.errors.UnexpectedEof ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.BrokenPipe;
}

function readUint64(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
