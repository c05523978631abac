/**
 * A duration as people say it, of two units at most: `45 s`, `8 min 20 s`, `9 h 21 min`.
 *
 * @param seconds 0 or more.
 */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(seconds / 60);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
