/**
 * An amount of bytes as people read it: three figures and a decimal unit, as disks and
 * download pages count (1 kB is 1000 bytes).
 *
 * @param bytes Zero or more.
 * @returns For example `987 bytes`, `9.91 MB`, `45.9 GB`.
 */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) {
    const whole = Math.round(bytes);
    return `${whole} ${whole === 1 ? "byte" : "bytes"}`;
  }
  let value = bytes;
  let unit = -1;
  // 999.5 would be written as 1000, which belongs to the next unit.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return `${value.toFixed(decimals)} ${units[unit]}`;
}

const units = ["kB", "MB", "GB", "TB"];
