/**
 * The page that a real run leaves, in a browser.
 */
import assert from "node:assert/strict";
import { join, toFileUrl } from "@std/path";
import type { Page } from "playwright-core";
import { startRun } from "../lib/run/start_run.ts";
import { launchChromium } from "./launch_chromium.ts";
import { testWith } from "./test_with.ts";
import { inRunsFolder, runPermissions, tinyRecipe } from "./tiny_run.ts";

testWith(
  { permissions: [...runPermissions, "run", "net"], parts: ["chromium"] },
  "a run's page moves its samples by the scrubber, loads only its own pictures and complains of nothing",
  () =>
    inRunsFolder(async (runs) => {
      const output = join(runs, "run");
      const recipe = tinyRecipe({ steps: 4, logging: { grid: { every: 2 } } });
      const run = await startRun({ recipe, seed: 1, output, log: () => {} });
      for await (const _ of run.steps());
      await run.close();
      const browser = await launchChromium();
      try {
        for (const width of [360, 1200]) {
          const page = await browser.newPage({ viewport: { width, height: 800 } });
          await checkPage(page, output);
          const scrolled = await page.evaluate(() =>
            document.documentElement.scrollWidth
          );
          assert.ok(scrolled <= width, `${scrolled} pixels wide on ${width}`);
        }
      } finally {
        await browser.close();
      }
    }),
);

async function checkPage(page: Page, folder: string): Promise<void> {
  const requests: string[] = [], complaints: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("requestfailed", (request) => complaints.push(request.url()));
  await page.goto(toFileUrl(join(folder, "index.html")).href);
  const picture = page.locator(".scrubber img"), words = page.locator(".scrubber output");
  const shown: string[] = [];
  for (const key of ["End", "ArrowLeft", "ArrowLeft", "ArrowLeft"]) {
    await page.locator(".scrubber input").press(key);
    await page.waitForFunction(() =>
      document.querySelector<HTMLImageElement>(".scrubber img")!.complete
    );
    const wide = await picture.evaluate((image) =>
      (image as HTMLImageElement).naturalWidth
    );
    shown.push(
      `${await picture.getAttribute("src")} ${await words.textContent()} ${wide}`,
    );
  }
  const side = 8 * 18 - 2;
  assert.deepEqual(shown, [
    `samples_000004.png 4 steps ${side}`,
    `samples_000002.png 2 steps ${side}`,
    `samples_000000.png 0 steps ${side}`,
    `samples_000000.png 0 steps ${side}`,
  ]);
  const own = toFileUrl(folder).href;
  assert.deepEqual(requests.filter((url) => !url.startsWith(own)), []);
  assert.deepEqual(complaints, []);
}
