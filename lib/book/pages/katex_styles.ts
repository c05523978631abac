import { Buffer } from "node:buffer";
import styles from "katex/dist/katex.min.css" with { type: "text" };

/**
 * KaTeX's style sheet with the fonts that a page needs inside it.
 *
 * A font is needed if one of the sheet's rules names it and the page has all classes of
 * one of the rule's selectors. A chapter needs about half of the twenty.
 *
 * @param html The page.
 * @returns CSS that loads nothing; empty if the page has no mathematics.
 */
export async function katexStyles(html: string): Promise<string> {
  const families = usedFamilies(styles, html);
  if (families.size === 0) return "";
  let css = "";
  let end = 0;
  for (const face of styles.matchAll(/@font-face\{[^}]*\}/g)) {
    css += styles.slice(end, face.index);
    end = face.index + face[0].length;
    const [, family] = /font-family:"?(\w+)/.exec(face[0])!;
    if (families.has(family)) css += await inlined(face[0]);
  }
  return css + styles.slice(end);
}

/**
 * The font families that a style sheet's rules give to a page's elements.
 *
 * @param css A style sheet of simple class selectors, as KaTeX's is.
 * @param html The page; its classes alone are looked at.
 */
export function usedFamilies(css: string, html: string): Set<string> {
  const classes = new Set<string>();
  for (const [, list] of html.matchAll(/class="([^"]*)"/g)) {
    for (const name of list.split(/\s+/)) classes.add(name);
  }
  const families = new Set<string>();
  for (const [, selectors, rules] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const family = /\b(KaTeX_\w+)/.exec(rules)?.[1];
    if (family === undefined || selectors.startsWith("@")) continue;
    const used = selectors.split(",").some((selector) =>
      [...selector.matchAll(/\.([\w-]+)/g)].every(([, name]) => classes.has(name))
    );
    if (used) families.add(family);
  }
  return families;
}

async function inlined(face: string): Promise<string> {
  const [, file] = /url\(fonts\/([\w-]+)\.woff2\)/.exec(face)!;
  const font = await import(`katex/dist/fonts/${file}.woff2`, {
    with: { type: "bytes" },
  });
  const base64 = Buffer.from(font.default).toString("base64");
  const source = `src:url(data:font/woff2;base64,${base64}) format("woff2")`;
  return face.replace(/src:[^;}]*/, source);
}
