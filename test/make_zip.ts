/**
 * Zip archives for tests, also such as no program would make.
 *
 * @module
 */
import { crc32, deflateRawSync } from "node:zlib";

/** A file of an archive; what is left out is as it should be. */
export interface ZipPart {
  name: string | Uint8Array;
  content?: string | Uint8Array;
  /** 0 stores it, 8 deflates it, others only say so. */
  method?: number;
  /** General purpose flags: 1 is encrypted, 1 << 11 a name in UTF-8. */
  flags?: number;
  /** Unix's mode, as for a link; left out, the archive comes from DOS. */
  mode?: number;
  /** In place of the true length. */
  size?: number;
  /** In place of the true checksum. */
  crc?: number;
  /** Whether its sizes and place stand in a zip64 field. */
  isLarge?: boolean;
  /** Shares the bytes of the file at this index, as bombs do. */
  sameAs?: number;
}

/** What the archive's end says. */
export interface ZipEnd {
  comment?: string;
  /** Whether zip64 records stand before the end. */
  isLarge?: boolean;
}

/** Makes an archive. */
export function makeZip(
  parts: ZipPart[],
  { comment = "", isLarge = false }: ZipEnd = {},
): Uint8Array<ArrayBuffer> {
  const files: number[] = [], directory: number[] = [];
  const offsets: number[] = [], packedSizes: number[] = [];
  parts.forEach((part, index) => {
    const name = bytesOf(part.name), content = bytesOf(part.content ?? "");
    const { method = 8, flags = 0 } = part;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const offset = part.sameAs === undefined ? files.length : offsets[part.sameAs];
    const packedSize = part.sameAs === undefined
      ? packed.length
      : packedSizes[part.sameAs];
    offsets[index] = offset;
    packedSizes[index] = packedSize;
    const size = part.size ?? content.length, crc = part.crc ?? crc32(content);
    const told = part.isLarge ? [ALL, ALL, ALL] : [packedSize, size, offset];
    const extra = part.isLarge
      ? [...u16(1), ...u16(24), ...u64(size), ...u64(packedSize), ...u64(offset)]
      : [];
    const common = [...u16(flags), ...u16(method), 0, 0, 0, 0, ...u32(crc)];
    const sizes = [...u32(told[0]), ...u32(told[1]), ...u16(name.length)];
    if (part.sameAs === undefined) {
      append(files, [...u32(0x04034b50), ...u16(20), ...common, ...sizes, ...u16(0)]);
      append(files, name);
      append(files, packed);
    }
    const madeBy = part.mode === undefined ? 20 : (3 << 8) | 20;
    append(directory, [...u32(0x02014b50), ...u16(madeBy), ...u16(20), ...common]);
    append(directory, [...sizes, ...u16(extra.length), 0, 0, 0, 0, 0, 0]);
    append(directory, [...u32((part.mode ?? 0) * 65536), ...u32(told[2])]);
    append(directory, name);
    append(directory, extra);
  });
  const start = files.length, count = parts.length;
  append(files, directory);
  if (isLarge) {
    const record = files.length;
    append(files, [...u32(0x06064b50), ...u64(44), ...u16(45), ...u16(45)]);
    append(files, [...u32(0), ...u32(0), ...u64(count), ...u64(count)]);
    append(files, [...u64(directory.length), ...u64(start)]);
    append(files, [...u32(0x07064b50), ...u32(0), ...u64(record), ...u32(1)]);
  }
  const told = isLarge ? [0xffff, ALL, ALL] : [count, directory.length, start];
  append(files, [...u32(0x06054b50), 0, 0, 0, 0, ...u16(told[0]), ...u16(told[0])]);
  append(files, [...u32(told[1]), ...u32(told[2]), ...u16(comment.length)]);
  append(files, bytesOf(comment));
  return Uint8Array.from(files);
}

const ALL = 0xffffffff;

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

/** As `push(...)`, for more values than a call can take. */
function append(target: number[], values: Iterable<number>): void {
  for (const value of values) target.push(value);
}

function little(value: number, length: number): number[] {
  const bits = BigInt(value);
  return Array.from(
    { length },
    (_, i) => Number((bits >> BigInt(8 * i)) & 255n),
  );
}

const u16 = (value: number) => little(value, 2);
const u32 = (value: number) => little(value, 4);
const u64 = (value: number) => little(value, 8);
