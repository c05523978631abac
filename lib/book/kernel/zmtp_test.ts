import assert from "node:assert/strict";
import { type ByteStream, ZmtpSocket } from "./zmtp.ts";

const bytes = (hex: string) => Uint8Array.fromHex(hex.replaceAll(/\s/g, ""));
const greeting = bytes("ff00000000000000007f 0300 4e554c4c" + "00".repeat(48));
const ready = bytes("0406 055245414459");

/** A peer that plays what it is given, in pieces of some size, and records what it hears. */
class Peer implements ByteStream {
  readonly heard: number[] = [];
  closed = false;
  #said: Uint8Array;
  #pieces: number;
  constructor(said: Uint8Array[], pieces = Infinity) {
    this.#said = Uint8Array.from(said.flatMap((part) => [...part]));
    this.#pieces = pieces;
  }
  read(buffer: Uint8Array): Promise<number | null> {
    const count = Math.min(buffer.length, this.#said.length, this.#pieces);
    buffer.set(this.#said.subarray(0, count));
    this.#said = this.#said.subarray(count);
    return Promise.resolve(count || null);
  }
  write(part: Uint8Array): Promise<number> {
    const count = Math.min(part.length, this.#pieces);
    this.heard.push(...part.subarray(0, count));
    return Promise.resolve(count);
  }
  close(): void {
    this.closed = true;
  }
}

Deno.test("ZmtpSocket greets as the specification says and subscribes to everything", async () => {
  const peer = new Peer([greeting, ready]);
  await ZmtpSocket.open(peer, "SUB", { identity: "me" });
  const heard = Uint8Array.from(peer.heard).toHex();
  const command = "0428 055245414459" + // READY
    " 0b536f636b65742d54797065 00000003 535542" + // Socket-Type: SUB
    " 084964656e74697479 00000002 6d65"; // Identity: me
  assert.equal(heard, (greeting.toHex() + command + "000101").replaceAll(" ", ""));
});

Deno.test("ZmtpSocket receives messages cut anywhere and skips commands", async () => {
  const long = new Uint8Array(300).fill(7);
  const said = [
    greeting,
    ready,
    bytes("0102 6162  0001 63"), // "ab", "c"
    bytes("0405 0450494e47"), // PING
    bytes("02 000000000000012c"),
    long,
  ];
  for (const pieces of [1, 2, 3, 7, 64, Infinity]) {
    const socket = await ZmtpSocket.open(new Peer(said, pieces), "DEALER");
    assert.deepEqual(await socket.receive(), [bytes("6162"), bytes("63")]);
    assert.deepEqual(await socket.receive(), [long]);
    assert.equal(await socket.receive(), null);
  }
});

Deno.test("ZmtpSocket sends messages whole and in order to a slow peer", async () => {
  const peer = new Peer([greeting, ready], 1);
  const socket = await ZmtpSocket.open(peer, "DEALER");
  peer.heard.length = 0;
  const long = new Uint8Array(256).fill(9);
  await Promise.all([socket.send([bytes("01"), bytes("")]), socket.send([long])]);
  const expected = bytes("010101 0000 02 0000000000000100" + long.toHex());
  assert.deepEqual(Uint8Array.from(peer.heard), expected);
});

Deno.test("ZmtpSocket refuses a peer of another protocol, and closes the connection", async () => {
  const other = new Peer([
    new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n".repeat(4)),
  ]);
  await assert.rejects(
    ZmtpSocket.open(other, "SUB"),
    /TypeError: Cannot open the socket as the peer must greet with ZMTP 3 or later: .*485454/,
  );
  assert.ok(other.closed);
  const error = new Peer([greeting, bytes("0406 054552524f52")]);
  await assert.rejects(ZmtpSocket.open(error, "SUB"), /must answer READY: .*'ERROR'/);
});

Deno.test("ZmtpSocket takes a connection cut at any byte for its end", async () => {
  const said = Uint8Array.from([...greeting, ...ready, ...bytes("0102 6162  0001 63")]);
  for (let length = 0; length < said.length; length++) {
    const peer = new Peer([said.slice(0, length)]);
    if (length < greeting.length + ready.length) {
      await assert.rejects(ZmtpSocket.open(peer, "SUB"), Deno.errors.UnexpectedEof);
    } else {
      const socket = await ZmtpSocket.open(peer, "SUB");
      assert.equal(await socket.receive(), null);
    }
  }
});
