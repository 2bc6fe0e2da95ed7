import type { LiveState } from "./messages.ts";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
/** The portal says something every ten seconds; a connection that stays silent for longer is dead. */
const SILENCE_MS = 25_000;
/** Pages that change what they follow do so in one go. */
const SETTLE_MS = 60;

const NAMES = ["block", "answer", "run", "source"] as const;
export type LiveEventName = (typeof NAMES)[number];

export interface ConnectionOptions {
  /** The address to open now: it names what is followed, and after which event. */
  address(): string;
  onEvent(name: LiveEventName, data: unknown, id: string): void;
  onState(state: Pick<LiveState, "status" | "since">): void;
  open?: (address: string) => EventSource;
}

/** The one event stream: opened again, ever more slowly, when it breaks or falls silent. */
export class LiveConnection {
  readonly #options: ConnectionOptions;
  #source: EventSource | undefined;
  #waitMs = FIRST_WAIT_MS;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #settle: ReturnType<typeof setTimeout> | undefined;
  #status: LiveState["status"] | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#tell("connecting");
    this.reopen();
  }

  /** Opens the stream at the address as it is in a moment. */
  reopen(): void {
    clearTimeout(this.#settle);
    this.#settle = setTimeout(() => this.#open(), SETTLE_MS);
  }

  close(): void {
    this.#source?.close();
    for (const timer of [this.#retry, this.#silence, this.#settle]) clearTimeout(timer);
  }

  #open(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    const source = (this.#options.open ?? ((address) => new EventSource(address)))(this.#options.address());
    this.#source = source;
    this.#awaitSound();
    source.onerror = () => this.#broke(source);
    source.addEventListener("ping", () => this.#heard(source));
    for (const name of NAMES)
      source.addEventListener(name, (event: MessageEvent<string>) => {
        if (!this.#heard(source)) return;
        this.#options.onEvent(name, JSON.parse(event.data), event.lastEventId);
      });
  }

  /** False for a stream that was replaced meanwhile. */
  #heard(source: EventSource): boolean {
    if (source !== this.#source) return false;
    this.#waitMs = FIRST_WAIT_MS;
    this.#tell("live");
    this.#awaitSound();
    return true;
  }

  #awaitSound(): void {
    clearTimeout(this.#silence);
    const source = this.#source;
    this.#silence = setTimeout(() => source && this.#broke(source), SILENCE_MS);
  }

  #broke(source: EventSource): void {
    if (source !== this.#source) return;
    source.close();
    this.#source = undefined;
    clearTimeout(this.#silence);
    if (this.#status === "live") this.#tell("reconnecting");
    this.#retry = setTimeout(() => this.#open(), this.#waitMs);
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
  }

  #tell(status: LiveState["status"]): void {
    if (this.#status === status) return;
    this.#status = status;
    this.#options.onState({ status, since: Date.now() });
  }
}
