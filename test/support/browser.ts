/** A real Chromium from npm, driven as a person would. */
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import { type Browser, type BrowserContext, type Page, chromium as playwright } from "playwright-core";

const VIEWPORT = { width: 1280, height: 900 };
/** The narrowest phone in use. */
const PHONE = { width: 320, height: 640 };
const axeSource = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

export type Window = { browser: Browser; context: BrowserContext; page: Page; complaints: string[] };

/** Opens a window. `complaints` collects what the page logs as errors: a good page logs none. */
export async function openWindow(baseURL: string): Promise<Window> {
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args, "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"],
    headless: true,
  });
  const context = await browser.newContext({ baseURL, viewport: VIEWPORT, locale: "en-US", reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  return { browser, context, page, complaints };
}

/** Switches the development wallet to another local account. */
export async function actAs(page: Page, account: string): Promise<void> {
  await page.getByRole("button", { name: /^Wallet:/ }).click();
  await page.getByRole("menuitem", { name: new RegExp(`^${account}`, "i") }).click();
  await page.getByRole("button", { name: new RegExp(`^Wallet: ${account}`, "i") }).waitFor();
}

/** What axe finds wrong with the page as it stands. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // The page's own policy forbids inline scripts, so axe is evaluated, not injected as a tag.
  const { readFileSync } = await import("node:fs");
  await page.evaluate(readFileSync(axeSource, "utf8"));
  return await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
  });
}

/** A phone held upright, in dark colours. */
export async function asDarkPhone(page: Page): Promise<void> {
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
}

/** Runs in the page; text, because this side of the test knows no DOM. */
const STICKING_OUT = `(() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
    .map((element) => element.tagName + "." + element.className + " " + (element.textContent ?? "").slice(0, 40))
    .slice(0, 5);
})()`;

/** What sticks out of the page sideways; a page that fits its window has nothing that does. */
export async function sidewaysOverflow(page: Page): Promise<string[]> {
  return await page.evaluate<string[]>(STICKING_OUT);
}

/** Keeps a picture when ASSAY_SHOTS names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.ASSAY_SHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  // A sticky header is drawn where the page stands, so a picture of the whole page begins at its top.
  await page.evaluate("scrollTo(0, 0)");
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
