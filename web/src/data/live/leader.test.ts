import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { LiveHub } from "./hub.ts";
import { joinLeader } from "./leader.ts";
import type { FromHub } from "./messages.ts";

/** Streams that were opened, each with the address it was opened at. */
class Source extends EventTarget {
  static all: Source[] = [];
  onerror: (() => void) | null = null;
  readonly address: string;
  constructor(address: string) {
    super();
    this.address = address;
    Source.all.push(this);
  }
  close(): void {}
  say(name: string, data: unknown, lastEventId = ""): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }));
  }
}

const hubs: LiveHub[] = [];
/** A page's channel lives as long as the page; it must not keep this process alive. */
globalThis.BroadcastChannel = class extends BroadcastChannel {
  constructor(name: string) {
    super(name);
    (this as unknown as { unref(): void }).unref();
  }
};
after(() => {
  for (const hub of hubs) hub.close();
});

const open = (address: string) => new Source(address) as unknown as EventSource;

async function until(isTrue: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (!isTrue()) {
    if (Date.now() > giveUpAt) throw new Error("It did not happen in ten seconds.");
    await delay(10);
  }
}

test("behavior: of several tabs without workers one leads, and the others hear through it", async () => {
  const heard: Record<string, FromHub[]> = { a: [], b: [] };
  const join = (tab: "a" | "b", watches: string[]) => {
    const port = joinLeader(tab, () => {
      const hub = new LiveHub({ open });
      hubs.push(hub);
      return hub;
    });
    port.listen((message) => heard[tab]?.push(message));
    port.send({ kind: "follow", watches, runs: [] });
    return port;
  };
  join("a", ["/health"]);
  await until(() => hubs.length === 1);
  const other = join("b", ["/v1/models"]);
  await until(() => Source.all.at(-1)?.address.includes("models") === true);
  assert.equal(hubs.length, 1);
  const stream = Source.all.at(-1);
  stream?.say("block", { number: 3, hash: "0x", timestamp: 3, changed: { Model: ["1"] } }, "x.3");
  stream?.say("answer", { path: "/v1/models", hash: "h", body: { data: [] } });
  await until(() => heard.b?.some(({ kind }) => kind === "answer") === true);
  assert.ok(heard.a?.some(({ kind }) => kind === "block"));
  assert.ok(heard.b?.some(({ kind }) => kind === "block"));
  assert.ok(!heard.a?.some(({ kind }) => kind === "answer"));
  other.send({ kind: "bye" });
  await until(() => Source.all.at(-1)?.address.includes("models") === false);
});
