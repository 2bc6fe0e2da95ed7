import { indexedBlock } from "../graph.ts";
import type { LiveClient } from "../live/client.ts";

const PATIENCE_MS = 30_000;
/** While the live connection is away, the index is asked. */
const ASK_MS = 1_000;

/**
 * True once the index has read `block`, and false if it has not after half a minute: a slow index must not hold the
 * page.
 */
export async function untilIndexed(client: LiveClient, block: number): Promise<boolean> {
  const stop = new AbortController();
  let isRead = false;
  const noteRead = () => {
    isRead = true;
    stop.abort();
  };
  const stopped = new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
  const look = () => {
    if ((client.snapshot().block ?? -1) >= block) noteRead();
  };
  const unsubscribe = client.subscribe(look);
  const patience = setTimeout(() => stop.abort(), PATIENCE_MS);
  void askWhileAway(client, block, stop.signal, noteRead);
  look();
  await stopped;
  clearTimeout(patience);
  unsubscribe();
  return isRead;
}

async function askWhileAway(client: LiveClient, block: number, stop: AbortSignal, noteRead: () => void): Promise<void> {
  while (!stop.aborted) {
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    const { status, index } = client.snapshot().state;
    if (status === "live" && index !== false) continue;
    // An index that can't be asked either is waited for, as long as patience lasts.
    const read = await indexedBlock().catch(() => undefined);
    if (read !== undefined && read >= block && !stop.aborted) noteRead();
  }
}
