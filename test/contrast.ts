/** How much lighter one colour is than another, from 1 to 21, as WCAG 2 counts it. */
export function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((p, q) => p - q);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The channels in [0, 1] of `#123abc` or `rgb(18, 58, 188)`. */
function channels(colour: string): number[] {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour);
  if (hex) return [0, 2, 4].map((at) => parseInt(hex[1].slice(at, at + 2), 16) / 255);
  const rgb = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour);
  if (rgb) return rgb.slice(1).map((value) => Number(value) / 255);
  throw new RangeError(
    `Cannot compare colours as each must be #rrggbb or rgb(r, g, b): ` +
      `current colour is ${colour}`,
  );
}
