/**
 * How much room a disk has.
 *
 * @module
 */
import { statfs } from "node:fs/promises";
import { isGranted } from "../data_folders.ts";

/**
 * The bytes that may still be written in a folder.
 *
 * @param folder An existing folder.
 * @returns The bytes, or null where the system does not tell or Deno may not ask it
 * (`--allow-sys=statfs`).
 */
export async function freeBytes(folder: string): Promise<number | null> {
  const descriptor = { name: "sys", kind: "statfs" } as unknown;
  if (!isGranted(descriptor as Deno.PermissionDescriptor)) return null;
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/**
 * Whether the system refused to write as there is no room: a full disk or a quota.
 *
 * @param error Whatever was thrown.
 */
export function isFullDisk(error: unknown): error is Error {
  return error instanceof Error && "code" in error &&
    (error.code === "ENOSPC" || error.code === "EDQUOT");
}
