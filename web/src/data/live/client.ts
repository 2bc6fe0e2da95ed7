import type { LiveBlock } from "@assay/sdk/api";
import type { FromHub, HubPort, LiveState, RunEvent } from "./messages.ts";

/** A first block that comes later than this may have missed changes since the page's first reads. */
const PROMPT_MS = 15_000;

type Changed = LiveBlock["changed"];

interface Snapshot {
  state: LiveState;
  block: number | undefined;
}

/** A tab's side of the one live connection. */
export class LiveClient {
  readonly #port: HubPort;
  readonly #watches = new Map<string, Set<(body: unknown) => void>>();
  readonly #runs = new Map<string, Set<(events: RunEvent[]) => void>>();
  readonly #changeListeners = new Set<(changed: Changed) => void>();
  readonly #listeners = new Set<() => void>();
  readonly #began = Date.now();
  #snapshot: Snapshot = {
    state: { status: "connecting", since: Date.now(), index: undefined },
    block: undefined,
  };
  #telling = false;

  constructor(port: HubPort) {
    this.#port = port;
    port.listen((message) => this.#hear(message));
    this.#tell();
  }

  readonly snapshot = (): Snapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Hears what each block changed; null where anything may have. */
  onChange(listener: (changed: Changed) => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  /** Hears each new answer of an address of the portal; null where it refuses. */
  watch(path: string, listener: (body: unknown) => void): () => void {
    return this.#follow(this.#watches, path, listener);
  }

  /** Hears a run's history from its beginning, then what happens. */
  run(id: string, listener: (events: RunEvent[]) => void): () => void {
    return this.#follow(this.#runs, id, listener);
  }

  #follow<L>(map: Map<string, Set<L>>, key: string, listener: L): () => void {
    const listeners = map.get(key) ?? new Set();
    listeners.add(listener);
    map.set(key, listeners);
    this.#tell();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && map.get(key) === listeners) map.delete(key);
      this.#tell();
    };
  }

  /** Tells the hub what is followed, once for all changes of one go. */
  #tell(): void {
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      this.#port.send({ kind: "follow", watches: [...this.#watches.keys()], runs: [...this.#runs.keys()] });
    });
  }

  #hear(message: FromHub): void {
    if (message.kind === "answer") for (const hear of this.#watches.get(message.path) ?? []) hear(message.body);
    else if (message.kind === "run") for (const hear of this.#runs.get(message.run) ?? []) hear(message.events);
    else if (message.kind === "state") this.#set({ ...this.#snapshot, state: message.state });
    else this.#hearBlock(message.block);
  }

  #hearBlock(block: LiveBlock): void {
    const isLateFirst = this.#snapshot.block === undefined && Date.now() - this.#began > PROMPT_MS;
    this.#set({ ...this.#snapshot, block: block.number });
    const changed = isLateFirst ? null : block.changed;
    if (changed === null || Object.keys(changed).length > 0) for (const hear of this.#changeListeners) hear(changed);
  }

  #set(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}
