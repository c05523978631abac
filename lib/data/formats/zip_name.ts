/**
 * The names of files in zip archives.
 *
 * @module
 */

/**
 * Decodes a stored name.
 *
 * The format says: code page 437, or UTF-8 where a flag says so. Mac archives are UTF-8
 * without the flag, so that bytes which are whole UTF-8 are taken as that.
 *
 * Source: PKWARE, APPNOTE.TXT 6.3.10, appendix D.
 *
 * @param bytes The name as it is stored.
 * @param isUtf8 Whether the archive says that it is UTF-8.
 */
export function zipName(bytes: Uint8Array, isUtf8: boolean): string {
  try {
    return new TextDecoder("utf-8", { fatal: !isUtf8 }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const characters = Array.from(
      bytes,
      (byte) => byte < 128 ? String.fromCharCode(byte) : CODE_PAGE_437[byte - 128],
    );
    return characters.join("");
  }
}

const CODE_PAGE_437 = Array.from(
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0",
);

/**
 * Says why a name must not be followed: a program that unpacks it would write outside the
 * folder that it was given.
 *
 * @param name The decoded name.
 * @returns The reason, or null where the name stays within.
 */
export function unsafeName(name: string): string | null {
  if (name.includes("\0")) return "its name has a zero byte";
  if (/^([/\\]|[A-Za-z]:)/.test(name)) return "its path is absolute";
  if (name.split(/[/\\]/).includes("..")) return "its path leads out of the archive (..)";
  return null;
}
