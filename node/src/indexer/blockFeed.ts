import { EventEmitter, on } from "node:events";

/** Tells listeners that the index moved, by a block or back by a reorg. */
export class BlockFeed {
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  publish(): void {
    this.#emitter.emit("block");
  }

  /** One turn at once, so that a listener starts from the present state, then one for each change, until `signal`. */
  async *changes(signal: AbortSignal): AsyncGenerator<undefined, void> {
    const events = on(this.#emitter, "block", { signal });
    yield undefined;
    try {
      for await (const _ of events) yield undefined;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
