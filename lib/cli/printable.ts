/**
 * A text without what would move a terminal's cursor, as a file's name can hold anything.
 *
 * @param text One line.
 * @returns The same with a question mark for each control character.
 */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, "?");
}
