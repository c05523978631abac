/**
 * The known name that a misspelt one most likely means.
 *
 * The fewest letters to insert, delete, replace or swap with the next one decide, capitals
 * aside. A part after a dot counts as a name of its own, and its beginning as nearly right:
 * "beta" finds "adam.beta1" and "batch" finds "batchSize".
 *
 * Source: Damerau (1964), A technique for computer detection and correction of spelling
 * errors.
 *
 * @param name What was typed.
 * @param known At least one; the first of equally near ones wins.
 * @returns A known name, or null where more than a third of the letters would be wrong.
 */
export function nearestName(name: string, known: readonly string[]): string | null {
  const [typed, ...names] = [name, ...known].map((text) => text.toLowerCase());
  const distances = names.map((candidate) =>
    Math.min(
      distance(typed, candidate),
      distance(lastPart(typed), lastPart(candidate)) + .5,
      lastPart(candidate).startsWith(typed) ? 1 : Infinity,
    )
  );
  const least = Math.min(...distances);
  return least <= Math.round(lastPart(typed).length / 3)
    ? known[distances.indexOf(least)]
    : null;
}

/** The end of a message about an unknown name: which known one is nearest, if any is near. */
export function hintAtNearest(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === null ? "" : `; the nearest is '${nearest}'`;
}

const lastPart = (name: string) => name.split(".").at(-1)!;

/** How many letters to insert, delete, replace or swap with the next one. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j), before = row;
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] &&
        from[i - 2] === to[j - 1];
      const swapped = isSwap ? before[j - 2] + 1 : Infinity;
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, replaced, swapped));
    }
    [before, row] = [row, next];
  }
  return row[to.length];
}
