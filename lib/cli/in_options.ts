/**
 * An error of the library in the words of the command line.
 *
 * The library's errors name its own options, in quotation marks: `name the place by 'set'`.
 * Whoever types a command knows that one as `--data`. Paths, which stand in quotation marks
 * too, never come after these words.
 *
 * @param message The library's, about what the command line asked for.
 * @returns The same with the command line's names, where it has others.
 */
export function inOptions(message: string): string {
  return message.replace(
    /\b(as|by|or|pass) '([\w.]+)'/g,
    (words, before, name) =>
      Object.hasOwn(OPTIONS, name) ? `${before} ${OPTIONS[name]}` : words,
  );
}

const OPTIONS: Record<string, string> = {
  allowOtherData: "--other-data",
  batchSize: "--batch",
  epochs: "--epochs",
  memory: "--memory (given in MB, a million bytes each)",
  output: "--output FOLDER",
  set: "--data PLACE",
  steps: "--steps",
};
