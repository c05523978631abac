/**
 * A name of the code in words: `hairStyle` as "hair style", `lossD` as "loss D".
 *
 * @param name In camel case.
 */
export function nameInWords(name: string): string {
  // A single capital at the end is a name: lossD is the loss of D.
  return name.replace(/([a-z\d])([A-Z])$/, "$1 $2").replace(
    /([a-z\d])([A-Z])/g,
    (_, end, start) => `${end} ${start.toLowerCase()}`,
  );
}
