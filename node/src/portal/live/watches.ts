import { createHash } from "node:crypto";
import type { LiveAnswer } from "@assay/sdk/api";

/** Between two looks at a watched address, milliseconds. */
const LOOK_MS = 1_500;

type Listener = (answer: LiveAnswer) => void;

interface Watch {
  listeners: Set<Listener>;
  timer: NodeJS.Timeout | undefined;
  last: LiveAnswer | undefined;
}

/**
 * Looks at addresses of this portal on behalf of all pages at once, and tells them when an answer differs from the one
 * before. The roles' own states (jobs, drafts, seats) change without a block, so no event of the index tells of them.
 */
export class Watches {
  readonly #look: (path: string) => Promise<Response>;
  readonly #watches = new Map<string, Watch>();
  readonly #lookMs: number;

  constructor(look: (path: string) => Promise<Response>, lookMs = LOOK_MS) {
    this.#look = look;
    this.#lookMs = lookMs;
  }

  /**
   * Calls `listener` with each new answer of `path`, first with the present one unless its hash is `known`.
   * @returns what ends it
   */
  add(path: string, known: string | undefined, listener: Listener): () => void {
    const watch = this.#watches.get(path) ?? { listeners: new Set(), timer: undefined, last: undefined };
    let heard = known;
    const hear: Listener = (answer) => {
      if (answer.hash !== heard) listener(answer);
      heard = answer.hash;
    };
    watch.listeners.add(hear);
    if (watch.last !== undefined) hear(watch.last);
    if (!this.#watches.has(path)) {
      this.#watches.set(path, watch);
      void this.#turn(path, watch);
    }
    return () => {
      watch.listeners.delete(hear);
      if (watch.listeners.size > 0) return;
      clearTimeout(watch.timer);
      this.#watches.delete(path);
    };
  }

  async #turn(path: string, watch: Watch): Promise<void> {
    const answer = await this.#answer(path);
    if (this.#watches.get(path) !== watch) return;
    if (answer.hash !== watch.last?.hash) {
      watch.last = answer;
      for (const listener of watch.listeners) listener(answer);
    }
    watch.timer = setTimeout(() => void this.#turn(path, watch), this.#lookMs);
  }

  async #answer(path: string): Promise<LiveAnswer> {
    const response = await this.#look(path);
    const text = await response.text();
    const isJson = response.ok && response.headers.get("content-type")?.startsWith("application/json") === true;
    if (!isJson) return { path, hash: String(response.status), body: null };
    return { path, hash: createHash("sha256").update(text).digest("hex").slice(0, 16), body: JSON.parse(text) };
  }
}
