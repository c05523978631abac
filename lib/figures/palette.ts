/**
 * Line colours that hold on a white page and on a dark one.
 *
 * Four of the eight colours of Okabe and Ito: those whose contrast is at least 3:1 on
 * white and on #111, and which people with any common colour blindness tell apart.
 * Lines also differ by their dashes, so that no meaning rests on colour alone.
 *
 * Source: Okabe and Ito (2008), https://jfly.uni-koeln.de/color/
 */
export const lineColours = {
  blue: "#0072b2",
  vermilion: "#d55e00",
  green: "#009e73",
  purple: "#cc79a7",
} as const;
