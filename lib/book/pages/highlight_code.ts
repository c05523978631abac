import { escapeHtml } from "../../figures/escape_html.ts";

/** Turns source text of a language into a `<pre>` with coloured words. */
export type Highlight = (source: string, language: string) => string;

/**
 * Loads shiki's TypeScript, shell and Python grammars on its JavaScript engine.
 *
 * Each word carries two colours, `--shiki-light` and `--shiki-dark`, between which the
 * page's style sheet chooses. The packages are loaded by the call and not by an import,
 * as one of them asks for the environment when it loads.
 *
 * @returns A function; code of an unknown language stays plain.
 */
export async function loadHighlight(): Promise<Highlight> {
  const [core, engine, ...modules] = await Promise.all([
    import("@shikijs/core"),
    import("@shikijs/engine-javascript"),
    import("@shikijs/langs/typescript"),
    import("@shikijs/langs/shellscript"),
    import("@shikijs/langs/python"),
  ]);
  const [light, dark] = await Promise.all([
    import("@shikijs/themes/github-light"),
    import("@shikijs/themes/github-dark-default"),
  ]);
  const highlighter = core.createHighlighterCoreSync({
    langs: modules.map((language) => language.default),
    themes: [light.default, dark.default],
    engine: engine.createJavaScriptRegexEngine(),
  });
  const known = new Set(highlighter.getLoadedLanguages());
  return (source, language) =>
    known.has(language)
      ? highlighter.codeToHtml(source, {
        lang: language,
        themes: { light: "github-light", dark: "github-dark-default" },
        defaultColor: false,
        // By default a line gets half a second, which on a busy machine is too little.
        tokenizeTimeLimit: 0,
      })
      : plainCode(source);
}

/** Code without colours, in the same elements as highlighted code. */
export function plainCode(source: string): string {
  return `<pre class="shiki" tabindex="0"><code>${escapeHtml(source)}</code></pre>`;
}
