import type { LiveBlock } from "@assay/sdk/api";

/** How the one connection stands; times are milliseconds. */
export interface LiveState {
  status: "connecting" | "live" | "reconnecting";
  /** When this status began. */
  since: number;
  /** Whether the portal hears the index; undefined until it says so. */
  index: boolean | undefined;
}

/** A line of a run's history, as the trainer tells it. */
export interface RunEvent {
  id: number;
  type: string;
  step?: number;
  steps?: number;
  loss?: number;
  secondsLeft?: number;
  text?: string;
  label?: string;
  answer?: string;
}

/** What a tab tells the hub. */
export type ToHub =
  /** All that this tab follows now. */
  | { kind: "follow"; watches: string[]; runs: string[] }
  /** The tab's lock: the hub forgets the tab when it becomes free. */
  | { kind: "lock"; name: string }
  | { kind: "bye" };

/** What the hub tells a tab. */
export type FromHub =
  | { kind: "state"; state: LiveState }
  | { kind: "block"; block: LiveBlock }
  /** A watched address answers something new; null: it refuses now. */
  | { kind: "answer"; path: string; body: unknown }
  | { kind: "run"; run: string; events: RunEvent[] };

/** One side of the line between a tab and the hub. */
export interface HubPort {
  send(message: ToHub): void;
  /** Sets who hears the hub; there is one listener. */
  listen(listener: (message: FromHub) => void): void;
}

/** A tab as the hub sees it. */
export interface TabPort {
  send(message: FromHub): void;
}
