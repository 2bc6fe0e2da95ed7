import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import type { LiveBlock } from "@assay/sdk/api";
import { LiveHub } from "./hub.ts";
import type { FromHub, RunEvent, TabPort } from "./messages.ts";

const SETTLE_MS = 60;

/** An EventSource that the test speaks for. */
class FakeSource extends EventTarget {
  readonly address: string;
  onerror: (() => void) | null = null;
  closed = false;
  constructor(address: string) {
    super();
    this.address = address;
  }
  say(name: string, data: unknown, lastEventId = ""): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }));
  }
  close(): void {
    this.closed = true;
  }
}

const sources: FakeSource[] = [];
const open = (address: string): EventSource => {
  const source = new FakeSource(address);
  sources.push(source);
  return source as unknown as EventSource;
};
const last = (): FakeSource => {
  const source = sources.at(-1);
  assert.ok(source, "no stream was opened");
  return source;
};

class FakeTab implements TabPort {
  readonly heard: FromHub[] = [];
  send(message: FromHub): void {
    this.heard.push(message);
  }
  of<K extends FromHub["kind"]>(kind: K): Extract<FromHub, { kind: K }>[] {
    return this.heard.filter((message): message is Extract<FromHub, { kind: K }> => message.kind === kind);
  }
}

function join(hub: LiveHub, watches: string[] = [], runs: string[] = []): FakeTab {
  const tab = new FakeTab();
  hub.add(tab);
  hub.receive(tab, { kind: "follow", watches, runs });
  return tab;
}

const settle = () => mock.timers.tick(SETTLE_MS);
const block = (number: number, changed: LiveBlock["changed"] = {}): LiveBlock => ({
  number,
  hash: "0x",
  timestamp: number,
  changed,
});
const asked = (source: FakeSource, name: string) => new URL(source.address, "http://x").searchParams.getAll(name);

beforeEach(() => {
  sources.length = 0;
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
});

test("default: seven tabs share one stream, and each hears every block", () => {
  const hub = new LiveHub({ open });
  const tabs = Array.from({ length: 7 }, () => join(hub, ["/health"]));
  settle();
  assert.equal(sources.length, 1);
  last().say("block", block(5, { Model: ["1"] }), "x.5");
  for (const tab of tabs) assert.deepEqual(tab.of("block"), [{ kind: "block", block: block(5, { Model: ["1"] }) }]);
});

test("behavior: a tab hears only the answers it watches; one that joins later hears the newest at once", () => {
  const hub = new LiveHub({ open });
  const runs = join(hub, ["/api/trainer/jobs"]);
  const nodes = join(hub, ["/health"]);
  settle();
  last().say("answer", { path: "/health", hash: "h1", body: { ok: true } });
  assert.equal(runs.of("answer").length, 0);
  assert.deepEqual(nodes.of("answer"), [{ kind: "answer", path: "/health", body: { ok: true } }]);
  const later = join(hub, ["/health"]);
  assert.deepEqual(later.of("answer"), [{ kind: "answer", path: "/health", body: { ok: true } }]);
  settle();
  assert.equal(sources.length, 1, "nothing different is followed, so the stream stays");
});

test("behavior: a stream that must carry more resumes after what was heard", () => {
  const hub = new LiveHub({ open });
  const tab = join(hub, ["/health"], ["job-1"]);
  settle();
  last().say("block", block(5), "x.5");
  last().say("answer", { path: "/health", hash: "h1", body: {} });
  last().say("run", { run: "job-1", id: 3, event: { type: "step" } });
  hub.receive(tab, { kind: "follow", watches: ["/health", "/v1/models"], runs: ["job-1"] });
  settle();
  assert.equal(sources.length, 2);
  assert.equal(sources[0]?.closed, true);
  assert.deepEqual(asked(last(), "since"), ["x.5"]);
  assert.deepEqual(asked(last(), "watch"), ["h1:/health", "-:/v1/models"]);
  assert.deepEqual(asked(last(), "run"), ["job-1@3"]);
  assert.equal(tab.of("state").at(-1)?.state.status, "live", "opening it again on purpose is no fault");
});

test("behavior: a run is replayed to a tab that joins, and no event is told twice", () => {
  const hub = new LiveHub({ open });
  const first = join(hub, [], ["job-1"]);
  settle();
  for (const id of [1, 2, 2, 1]) last().say("run", { run: "job-1", id, event: { type: "step", step: id } });
  const second = join(hub, [], ["job-1"]);
  last().say("run", { run: "job-1", id: 3, event: { type: "finished" } });
  const idsOf = (tab: FakeTab) => tab.of("run").flatMap(({ events }) => events.map(({ id }: RunEvent) => id));
  assert.deepEqual(idsOf(first), [1, 2, 3]);
  assert.deepEqual(idsOf(second), [1, 2, 3]);
  join(hub, ["/health"]);
  settle();
  assert.deepEqual(asked(last(), "run"), [], "a run that is over is not followed again");
});

test("behavior: a tab that goes takes along what only it followed", () => {
  const hub = new LiveHub({ open });
  join(hub, ["/health"]);
  const tab = join(hub, ["/v1/models"]);
  settle();
  hub.receive(tab, { kind: "bye" });
  settle();
  assert.deepEqual(asked(last(), "watch"), ["-:/health"]);
  last().say("block", block(1), "x.1");
  assert.equal(tab.of("block").length, 0);
});

test("behavior: a tab that joins is told where things stand, and that nothing of it is news", () => {
  const hub = new LiveHub({ open });
  join(hub);
  settle();
  last().say("source", { index: true });
  last().say("block", block(9, { Model: ["1"] }), "x.9");
  const tab = join(hub);
  assert.deepEqual(tab.of("state").at(-1)?.state, { status: "live", since: Date.now(), index: true });
  assert.deepEqual(tab.of("block"), [{ kind: "block", block: block(9) }]);
});

test("error: a broken stream is opened again ever more slowly, resumes, and says since when it is away", () => {
  const hub = new LiveHub({ open });
  const tab = join(hub);
  settle();
  last().say("block", block(5), "x.5");
  const brokenAt = Date.now();
  last().onerror?.();
  assert.deepEqual(tab.of("state").at(-1)?.state, { status: "reconnecting", since: brokenAt, index: undefined });
  for (const [i, waitMs] of [500, 1_000, 2_000].entries()) {
    mock.timers.tick(waitMs - 1);
    assert.equal(sources.length, 1 + i);
    mock.timers.tick(1);
    assert.equal(sources.length, 2 + i);
    last().onerror?.();
  }
  assert.equal(tab.of("state").at(-1)?.state.since, brokenAt);
  mock.timers.tick(4_000);
  assert.deepEqual(asked(last(), "since"), ["x.5"]);
  last().say("ping", null);
  assert.equal(tab.of("state").at(-1)?.state.status, "live");
});

test("error: a stream that falls silent is taken for dead", () => {
  const hub = new LiveHub({ open });
  const tab = join(hub);
  settle();
  last().say("ping", null);
  mock.timers.tick(24_999);
  assert.equal(tab.of("state").at(-1)?.state.status, "live");
  mock.timers.tick(1);
  assert.equal(tab.of("state").at(-1)?.state.status, "reconnecting");
  assert.equal(sources[0]?.closed, true);
});
