/** Many tabs of one browser on the pages of a stack. */
import assert from "node:assert/strict";
import { poll } from "../../scripts/demo/http.ts";
import { openWindow } from "./browser.ts";
import { startCountingProxy } from "./countingProxy.ts";

/** How long the pages are watched for requests, milliseconds. */
const IDLE_MS = 20_000;

/** Opens each path in a tab: they share one stream, ask for nothing while nothing happens, and the first may go. */
export async function assertTabsShare(webUrl: string, paths: readonly string[]): Promise<void> {
  const proxy = await startCountingProxy(webUrl);
  const { browser, context } = await openWindow(proxy.url);
  // A tab that watches something new opens another stream in place of the old one, which may end a moment later.
  const oneStream = () =>
    poll(
      "One stream",
      async () => proxy.streams(),
      (open) => open === 1,
      { timeoutMs: 10_000 },
    );
  try {
    const tabs = [];
    for (const path of paths) {
      const tab = await context.newPage();
      await tab.goto(path);
      await tab.getByText(/ · live$/).waitFor();
      tabs.push(tab);
    }
    await oneStream();
    // What evaluators and the gateway still do may refresh a page; one that polls is never quiet for so long.
    let asked = ["nothing yet"];
    for (let tries = 0; asked.length > 0 && tries < 6; tries++) {
      proxy.take();
      await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
      asked = proxy.take();
    }
    assert.deepEqual(asked, []);
    const [first, last] = [tabs[0], tabs.at(-1)];
    await first?.close();
    const block = (await last?.getByText(/ · live$/).textContent()) ?? "";
    await last
      ?.getByText(/ · live$/)
      .filter({ hasNotText: block })
      .waitFor();
    await oneStream();
  } finally {
    await browser.close();
    proxy.stop();
  }
}
