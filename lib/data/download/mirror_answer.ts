/**
 * Whether what a mirror answers is the file that was asked for.
 *
 * @module
 */
import { formatBytes } from "./format_bytes.ts";
import type { PublishedFile } from "./published_file.ts";

/** A mirror's fault. */
export class MirrorError extends Error {
  override name = "MirrorError";
  /** Whether the same mirror can do better a little later. */
  readonly isTemporary: boolean;

  /**
   * @param message What the mirror did: "answered 404 Not Found".
   * @param options `isTemporary`.
   */
  constructor(message: string, { isTemporary }: { isTemporary: boolean }) {
    super(message);
    this.isTemporary = isTemporary;
  }
}

/** What an answer brings. */
export interface MirrorAnswer {
  /** Where in the file its first byte belongs. */
  from: number;
  /** The whole file's length, or null where the mirror does not say. */
  total: number | null;
  /** What this version of the file is called: a strong ETag or a date. */
  validator: string | null;
}

/**
 * Reads an answer's head, and refuses what cannot be the file, before anything that was
 * kept is given up for it.
 *
 * @param response The answer.
 * @param options `file`, what is published; `asked`, the first byte that was asked for.
 * @returns What the answer brings.
 * @throws {MirrorError} If it is no file, or one of another length.
 */
export function readAnswer(
  response: Response,
  { file, asked }: { file: PublishedFile; asked: number },
): MirrorAnswer {
  const { status, statusText, headers } = response;
  if (status !== 200 && status !== 206 || response.body === null) {
    const isTemporary = status >= 500 || status === 408 || status === 429 ||
      status === 416;
    throw new MirrorError(`answered ${status} ${statusText}`.trim(), { isTemporary });
  }
  if (/^text\/html\b/i.test(headers.get("content-type") ?? "")) throw webPage();
  const answer = status === 206
    ? readPart(headers, asked)
    : { from: 0, total: readLength(headers) };
  if (file.bytes !== undefined && answer.total !== null && answer.total !== file.bytes) {
    throw new MirrorError(
      `has ${answer.total} bytes where ${file.bytes} were expected`,
      { isTemporary: false },
    );
  }
  return { ...answer, validator: readValidator(headers) };
}

/** The fault of a mirror that answers with a page for people, as behind a sign-in. */
export function webPage(): MirrorError {
  return new MirrorError("sent a web page where a file was expected", {
    isTemporary: false,
  });
}

/**
 * Whether a file's first bytes are those of a web page, whatever the mirror calls it.
 *
 * @param bytes The beginning of the file.
 */
export function looksLikeWebPage(bytes: Uint8Array): boolean {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  return /^\s*<(!doctype html|html|head|body)\b/i.test(start);
}

/** The fault of a mirror that sent more or less than the file has. */
export function wrongLength(
  sent: number | string,
  expected: number,
  { isTemporary }: { isTemporary: boolean },
): MirrorError {
  return new MirrorError(`sent ${sent} bytes where ${expected} were expected`, {
    isTemporary,
  });
}

function readPart(
  headers: Headers,
  asked: number,
): { from: number; total: number | null } {
  const range = headers.get("content-range") ?? "";
  const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(range);
  if (match === null || Number(match[1]) !== asked) {
    const expected = `bytes ${asked}-`;
    throw new MirrorError(`sent the part '${range}' where '${expected}' was asked for`, {
      isTemporary: false,
    });
  }
  return { from: asked, total: match[2] === "*" ? null : Number(match[2]) };
}

/** The length that is announced, if it is that of the bytes that arrive here. */
function readLength(headers: Headers): number | null {
  // A packed transfer is unpacked on the way; its length is that of the packed bytes.
  const encoding = headers.get("content-encoding") ?? "identity";
  const length = headers.get("content-length");
  return length === null || encoding !== "identity" ? null : Number(length);
}

/** Only a strong ETag may stand in If-Range (RFC 9110, section 13.1.5). */
function readValidator(headers: Headers): string | null {
  const etag = headers.get("etag");
  if (etag !== null && !etag.startsWith("W/")) return etag;
  return headers.get("last-modified");
}

/**
 * What a download lacks, in words for its end.
 *
 * @param kept The bytes that are kept.
 * @param total The whole, if known.
 */
export function keptInWords(kept: number, total: number | null): string {
  return total === null
    ? formatBytes(kept)
    : `${formatBytes(kept)} of ${formatBytes(total)}`;
}
