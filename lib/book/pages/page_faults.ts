import { parseHTML } from "linkedom";

/**
 * What keeps HTML from standing alone and from being read aloud.
 *
 * Found are pictures without alternative text and whatever a browser would load from
 * elsewhere. Links that a reader follows are no fault.
 *
 * @param html A part of a page or a whole one.
 * @returns A sentence for each fault, such as "each picture must have alternative
 *   text: <img src=…> has none"; none if all is well.
 */
export function pageFaults(html: string): string[] {
  const { document } = parseHTML(`<html><body>${html}</body></html>`);
  const all = (selector: string) => [...document.querySelectorAll(selector)];
  const faults = [];
  for (const image of all("img, svg, canvas, video, audio, object")) {
    if (!hasWords(image)) {
      faults.push(`each picture must have alternative text: ${start(image)} has none`);
    }
  }
  for (const element of all("*")) {
    for (const name of loading(element)) {
      const target = element.getAttribute(name);
      if (target === null || /^(data:|#)/.test(target) || target === "") continue;
      faults.push(
        `a page must load nothing from outside: ${start(element)} loads '${target}'`,
      );
    }
  }
  for (const style of [...all("style"), ...all("[style]")]) {
    const css = style.getAttribute("style") ?? style.textContent ?? "";
    const outside = /@import[^;]*|url\(\s*["']?(?!data:|#)[^)]*\)/.exec(css);
    if (outside) {
      faults.push(`a page must load nothing from outside: a style has ${outside[0]}`);
    }
  }
  return faults;
}

function hasWords(element: Element): boolean {
  if (element.closest("[aria-hidden=true]")) return true;
  if (element.parentElement?.closest("svg, [role=img]")) return true;
  const words = element.getAttribute("alt") ?? element.getAttribute("aria-label") ??
    element.querySelector("title")?.textContent ?? "";
  return words.trim() !== "";
}

/** The attributes of an element from which a browser loads by itself. */
function loading({ localName }: Element): string[] {
  const name = localName.toLowerCase();
  if (name === "link") return ["href"];
  if (["image", "use", "feimage"].includes(name)) return ["href", "xlink:href"];
  return ["src", "srcset", "poster", "data", "background"];
}

function start(element: Element): string {
  const [tag] = /^<[^>]*>?/.exec(element.outerHTML) ?? [""];
  return tag.length > 80 ? tag.slice(0, 79) + "…" : tag;
}
