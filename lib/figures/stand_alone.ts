/** Of a plot's words, in pixels. */
export const fontSize = 14;

/**
 * Makes a plot an element that needs no style sheet and a file that needs no page.
 *
 * @param svg What Plot drew; changed in place.
 * @param alt What it shows, for those who cannot see it.
 */
export function standAlone(svg: SVGSVGElement, alt: string): void {
  svg.querySelector("style")?.remove();
  svg.removeAttribute("class");
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", alt);
  svg.setAttribute("style", `display:block;max-width:100%;height:auto`);
  svg.setAttribute("font-size", String(fontSize));
}
