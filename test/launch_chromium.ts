import type { Browser } from "playwright-core";

/** How long the slowest machine may take to start or to answer, in milliseconds. */
export const PATIENCE = 180_000;

/** Starts the Chromium that `CHROMIUM` names, or that of the system. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  return await chromium.launch({
    executablePath: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
    timeout: PATIENCE,
  });
}
