/**
 * A number of things in words: "1 picture", "2 pictures".
 *
 * @param count A whole number.
 * @param thing One of them, of which an s makes several.
 */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
