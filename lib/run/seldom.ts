/**
 * Passes on a line now and then, for a log in which one of each second would be noise.
 *
 * @param tell Gets the lines that are passed on.
 * @param options.every Milliseconds from now to the first one, and from each to the next.
 * @param options.now A clock in milliseconds.
 * @returns Takes all lines.
 */
export function seldom(
  tell: (line: string) => void,
  { every = 30_000, now = () => performance.now() }: {
    every?: number;
    now?: () => number;
  } = {},
): (line: string) => void {
  let toldAt = now();
  return (line) => {
    if (now() - toldAt < every) return;
    toldAt = now();
    tell(line);
  };
}
