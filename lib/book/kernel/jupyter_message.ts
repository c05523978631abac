/**
 * Messages of the Jupyter protocol, signed, as the frames that ZeroMQ carries.
 *
 *     …identities, "<IDS|MSG>", signature, header, parent header, metadata, content, …buffers
 *
 * The signature is HMAC-SHA256 over the four JSON frames, in hexadecimal.
 *
 * Source: https://jupyter-client.readthedocs.io/en/stable/messaging.html
 *
 * @module
 */
import { joinBytes } from "../../tensor/join_bytes.ts";
import type { JsonObject } from "../notebook_file.ts";

/** What every message says about itself. */
export interface MessageHeader extends JsonObject {
  msg_id: string;
  msg_type: string;
}

/** One message to or from a kernel. */
export interface JupyterMessage {
  header: MessageHeader;
  /** The header of the request that this answers; empty if there is none. */
  parentHeader: Partial<MessageHeader>;
  content: JsonObject;
}

const DELIMITER = "<IDS|MSG>";

/**
 * Signs messages that go out, and checks the signatures of those that come in.
 */
export class MessageCodec {
  readonly #key: CryptoKey;

  private constructor(key: CryptoKey) {
    this.#key = key;
  }

  /**
   * A codec for the key that the connection file names.
   *
   * @param key The key's text.
   * @returns The codec.
   */
  static async create(key: string): Promise<MessageCodec> {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const bytes = new TextEncoder().encode(key);
    const usages: KeyUsage[] = ["sign", "verify"];
    return new MessageCodec(
      await crypto.subtle.importKey("raw", bytes, algorithm, false, usages),
    );
  }

  /**
   * The frames of a message.
   *
   * @param message The message.
   * @returns Its frames, signed.
   */
  async encode({ header, parentHeader, content }: JupyterMessage): Promise<Uint8Array[]> {
    const encoder = new TextEncoder();
    const parts = [header, parentHeader, {}, content]
      .map((part) => encoder.encode(JSON.stringify(part)));
    const signature = await crypto.subtle.sign("HMAC", this.#key, joinBytes(parts));
    const hex = new Uint8Array(signature).toHex();
    return [encoder.encode(DELIMITER), encoder.encode(hex), ...parts];
  }

  /**
   * The message that frames hold.
   *
   * @param frames The frames as received.
   * @returns The message.
   * @throws {TypeError} If the frames are no message or carry another key's signature.
   */
  async decode(frames: Uint8Array[]): Promise<JupyterMessage> {
    const texts = frames.map((frame) => new TextDecoder().decode(frame));
    const start = texts.indexOf(DELIMITER);
    if (start < 0 || frames.length < start + 6) {
      throw new TypeError(
        `Cannot read the message as it must have '${DELIMITER}' and 5 more frames: ` +
          `current frames are ${frames.length}`,
      );
    }
    const signed = joinBytes(frames.slice(start + 2, start + 6));
    const signature = parseHex(texts[start + 1]);
    if (!await crypto.subtle.verify("HMAC", this.#key, signature, signed)) {
      throw new TypeError(
        "Cannot read the message as its signature must be made with the connection's key: " +
          `current signature is '${texts[start + 1]}'`,
      );
    }
    const [header, parentHeader, , content] = texts.slice(start + 2, start + 6)
      .map((text) => JSON.parse(text));
    return { header, parentHeader, content };
  }
}

function parseHex(text: string): Uint8Array<ArrayBuffer> {
  return /^([\da-f]{2})*$/i.test(text) ? Uint8Array.fromHex(text) : new Uint8Array(0);
}
