/**
 * A name of the code in words: `hairStyle` as "hair style".
 *
 * @param name In camel case.
 */
export function nameInWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
