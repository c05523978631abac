/**
 * The known name that a misspelt one most likely means.
 *
 * The fewest letters to insert, delete or replace decide, capitals aside. A part after a
 * dot counts as a name of its own, and its beginning as nearly right: "beta" finds
 * "adam.beta1" and "batch" finds "batchSize".
 *
 * Source: Levenshtein (1966), Binary codes capable of correcting deletions, insertions,
 * and reversals.
 *
 * @param name What was typed.
 * @param known At least one; the first of equally near ones wins.
 * @returns A known name, or null where more than every third letter would have to be another.
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

const lastPart = (name: string) => name.split(".").at(-1)!;

/** How many letters to insert, delete or replace. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, replaced));
    }
    row = next;
  }
  return row[to.length];
}
