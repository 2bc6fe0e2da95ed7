import { indexedBlock } from "../graph.ts";
import type { LiveClient } from "../live/client.ts";

const PATIENCE_MS = 30_000;
/** While the live connection is away, the index is asked. */
const ASK_MS = 1_000;

/** Resolves once the index has read `block`, or after half a minute: a slow index must not hold the page. */
export async function untilIndexed(client: LiveClient, block: number): Promise<void> {
  const stop = new AbortController();
  const isRead = () => (client.snapshot().block ?? -1) >= block;
  const heard = new Promise<void>((resolve) => {
    const look = () => isRead() && resolve();
    const unsubscribe = client.subscribe(look);
    stop.signal.addEventListener("abort", () => {
      unsubscribe();
      resolve();
    });
    look();
  });
  const patience = setTimeout(() => stop.abort(), PATIENCE_MS);
  void askWhileAway(client, block, stop);
  await heard;
  clearTimeout(patience);
  stop.abort();
}

async function askWhileAway(client: LiveClient, block: number, stop: AbortController): Promise<void> {
  while (!stop.signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    const { status, index } = client.snapshot().state;
    if (status === "live" && index !== false) continue;
    // An index that can't be asked either is waited for, as long as patience lasts.
    const read = await indexedBlock().catch(() => -1);
    if (read >= block) stop.abort();
  }
}
