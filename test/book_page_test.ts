import assert from "node:assert/strict";
import { join, toFileUrl } from "@std/path";
import { decode } from "fast-png";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { renderChapter } from "../lib/book/pages/chapter.ts";
import { bookFiles, writeBook } from "../lib/book/pages/export_book.ts";
import { loadHighlight } from "../lib/book/pages/highlight_code.ts";
import { launchChromium } from "./launch_chromium.ts";
import { sampleNotebook } from "./sample_book.ts";
import { testWith } from "./test_with.ts";

testWith(
  { permissions: ["read", "write", "run", "env", "net", "sys"], parts: ["chromium"] },
  "a browser shows the book's pages",
  async (t) => {
    const folder = await Deno.makeTempDir();
    const site = join(folder, "site");
    const browser = await launchChromium();
    try {
      await writeSample(site);
      const files = ["index.html", "book.html", "10_first.html", "20_second.html"];
      for (const file of files) await checkFile(t, browser, join(site, file));
      await checkModes(t, browser, join(site, "10_first.html"));
      await checkWays(t, browser, site);
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
);

async function writeSample(site: string): Promise<void> {
  const highlight = await loadHighlight();
  const chapters = ["first", "second"].map((title, index) =>
    renderChapter(sampleNotebook(title), {
      path: `${index + 1}0_${title}.ipynb`,
      highlight,
    })
  );
  const cover = { title: "A sample", description: "It is there to be measured." };
  await writeBook(await bookFiles(chapters, cover), site);
}

/** Opens a file, runs, and asserts that nothing was asked for and nothing complained. */
async function withPage(
  browser: Browser,
  file: string,
  options: BrowserContextOptions,
  run: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith("data:")) requests.push(request.url());
  });
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  const url = toFileUrl(file).href;
  await page.goto(url);
  await run(page);
  assert.deepEqual(requests, [url], "requests");
  assert.deepEqual(complaints, [], "console");
  await context.close();
}

async function checkFile(
  t: Deno.TestContext,
  browser: Browser,
  file: string,
): Promise<void> {
  const name = file.split("/").at(-1);
  for (const width of [360, 1400]) {
    const options = { viewport: { width, height: 800 } };
    await t.step(
      `${name} at ${width} pixels loads only itself and fits`,
      () =>
        withPage(browser, file, options, async (page) => {
          assert.ok(await widthOf(page) <= width, `${await widthOf(page)} pixels wide`);
        }),
    );
  }
  await t.step(
    `${name} has words for every picture`,
    () =>
      withPage(browser, file, {}, async (page) => {
        const pictures = await page.locator("img, svg[role]").evaluateAll((elements) =>
          elements.map((element) =>
            element.getAttribute("alt") ?? element.getAttribute("aria-label")
          )
        );
        if (name !== "index.html") assert.ok(pictures.length >= 6);
        for (const words of pictures) assert.ok(words && words.trim() !== "");
      }),
  );
}

async function checkModes(
  t: Deno.TestContext,
  browser: Browser,
  file: string,
): Promise<void> {
  const grounds = new Map<string, string>();
  for (const colorScheme of ["light", "dark"] as const) {
    await withPage(browser, file, { colorScheme }, async (page) => {
      grounds.set(colorScheme, await groundOf(page));
      await page.emulateMedia({ media: "print" });
      grounds.set(`${colorScheme} print`, await groundOf(page));
    });
  }
  await t.step("dark mode has a dark ground, and paper is white in both modes", () => {
    assert.deepEqual([...grounds.values()], [
      "rgb(255, 255, 255)",
      "rgb(255, 255, 255)",
      "rgb(17, 20, 24)",
      "rgb(255, 255, 255)",
    ]);
  });
  for (const colorScheme of ["light", "dark"] as const) {
    await t.step(
      `a shade says where a table or code goes on beyond a phone's edge, ${colorScheme}`,
      () =>
        withPage(browser, file, {
          colorScheme,
          viewport: { width: 360, height: 800 },
        }, async (page) => {
          for (const kind of [".prose table", "pre.shiki"]) {
            const wide = await firstThatScrolls(page.locator(kind));
            const [ground, shaded] = await edgesOf(wide);
            assert.ok(Math.abs(shaded - ground) > 15, `${kind}: ${ground} and ${shaded}`);
            await wide.evaluate((element) => element.scrollLeft = element.scrollWidth);
            const [left, right] = await edgesOf(wide);
            assert.equal(right, ground, `${kind} at its end`);
            assert.ok(Math.abs(left - ground) > 15, `${kind}: ${ground} and ${left}`);
          }
        }),
    );
  }
  await t.step(
    "lines are about seventy characters long",
    () =>
      withPage(browser, file, {}, async (page) => {
        const characters = await page.locator(".prose p").first().evaluate(
          (paragraph) => {
            const range = document.createRange();
            range.selectNodeContents(paragraph);
            const lines = new Set(
              [...range.getClientRects()].map(({ bottom }) => Math.round(bottom / 20)),
            );
            return (paragraph.textContent ?? "").length / lines.size;
          },
        );
        assert.ok(characters > 50 && characters < 90, `${characters} characters`);
      }),
  );
  await t.step(
    "mathematics is set in KaTeX's own fonts",
    () =>
      withPage(browser, file, {}, async (page) => {
        const loaded = await page.evaluate(async () => {
          await document.fonts.ready;
          return [...document.fonts].filter(({ status }) => status === "loaded")
            .map(({ family }) => family);
        });
        assert.ok(loaded.includes("KaTeX_Math") && loaded.includes("KaTeX_AMS"));
      }),
  );
}

async function checkWays(
  t: Deno.TestContext,
  browser: Browser,
  site: string,
): Promise<void> {
  await t.step("the first page leads to a chapter, and that to the next", async () => {
    const page = await browser.newPage();
    await page.goto(toFileUrl(join(site, "index.html")).href);
    await page.getByRole("link", { name: "first" }).click();
    await page.getByRole("link", { name: "Next: second" }).click();
    assert.equal(await page.title(), "second · A sample");
    await page.close();
  });
  await t.step("a solution is folded until it is opened", async () => {
    const page = await browser.newPage();
    await page.goto(toFileUrl(join(site, "10_first.html")).href);
    const solution = page.locator("details.solution");
    assert.equal(await solution.locator(".cell").isVisible(), false);
    await solution.locator("summary").press("Enter");
    assert.equal(await solution.locator(".cell").isVisible(), true);
    await page.close();
  });
  await t.step(
    "on paper the contents stand in front and solutions are open",
    async () => {
      const page = await browser.newPage();
      await page.goto(toFileUrl(join(site, "book.html")).href);
      await page.emulateMedia({ media: "print" });
      const [contents, solution] = [".contents a", "details.solution .cell"]
        .map((selector) => page.locator(selector).first());
      assert.ok(await contents.isVisible() && await solution.isVisible());
      const [above, below] = [await contents.boundingBox(), await solution.boundingBox()];
      assert.ok(above!.y < below!.y && below!.height > 20);
      await page.close();
    },
  );
}

async function firstThatScrolls(elements: Locator): Promise<Locator> {
  for (const element of await elements.all()) {
    if (await element.evaluate((e) => e.scrollWidth > e.clientWidth + 20)) return element;
  }
  throw new Error(`The sample must have a wide ${elements}: none scrolls`);
}

/** The median brightness near the left and the right edge, which letters do not move. */
async function edgesOf(element: Locator): Promise<number[]> {
  const { width, height, channels, data } = decode(await element.screenshot());
  return [6, width - 3].map((x) => {
    const column = Array.from(
      { length: height },
      (_, y) => data[(y * width + x) * channels],
    );
    return column.toSorted((a, b) => a - b)[height >> 1];
  });
}

function widthOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth);
}

function groundOf(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}
