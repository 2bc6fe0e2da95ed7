import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { LiveClient } from "../data/live/client.ts";
import type { FromHub, HubPort, ToHub } from "../data/live/messages.ts";
import { LiveContext } from "../data/live/useLive.ts";

/** The hub's end of a tab's line, which a test speaks for. */
export class FakeHub implements HubPort {
  readonly heard: ToHub[] = [];
  #listener: (message: FromHub) => void = () => undefined;

  send(message: ToHub): void {
    this.heard.push(message);
  }

  listen(listener: (message: FromHub) => void): void {
    this.#listener = listener;
  }

  /** Tells the tab something. */
  say(message: FromHub): void {
    this.#listener(message);
  }

  sayBlock(number: number, changed: Record<string, string[]> | null = {}): void {
    this.say({ kind: "block", block: { number, hash: "0x", timestamp: number, changed } });
  }

  sayLive(): void {
    this.say({ kind: "state", state: { status: "live", since: Date.now(), index: true } });
  }
}

/** What a hook or component needs above it to follow the live connection. */
export function liveSetting() {
  const hub = new FakeHub();
  const client = new LiveClient(hub);
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queries}>
      <LiveContext value={client}>{children}</LiveContext>
    </QueryClientProvider>
  );
  return { hub, client, queries, wrapper };
}
