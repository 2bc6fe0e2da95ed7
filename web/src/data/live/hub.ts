import type { LiveAnswer, LiveBlock, LiveRunEvent, LiveSource } from "@assay/sdk/api";
import { LiveConnection, type LiveEventName } from "./connection.ts";
import type { FromHub, LiveState, RunEvent, TabPort, ToHub } from "./messages.ts";

/** The portal refuses a stream that follows more. */
const MAX_FOLLOWED = 60;

interface Tab {
  watches: string[];
  runs: string[];
}

interface Run {
  events: RunEvent[];
  /** Nothing more will be said. */
  over: boolean;
}

/** Owns the one connection, follows what any tab follows, and tells each tab what concerns it. */
export class LiveHub {
  readonly #tabs = new Map<TabPort, Tab>();
  readonly #answers = new Map<string, LiveAnswer>();
  readonly #runs = new Map<string, Run>();
  readonly #connection: LiveConnection;
  #state: LiveState = { status: "connecting", since: Date.now(), index: undefined };
  #block: LiveBlock | undefined;
  #cursor = "";
  #wanted = new Set<string>();

  constructor(options: { open?: (address: string) => EventSource } = {}) {
    this.#connection = new LiveConnection({
      ...options,
      address: () => this.#address(),
      onEvent: (name, data, id) => this.#hear(name, data, id),
      onState: (state) => this.#setState({ ...this.#state, ...state }),
    });
  }

  add(port: TabPort): void {
    this.#tabs.set(port, { watches: [], runs: [] });
    port.send({ kind: "state", state: this.#state });
    // Its first reads come after this block, so nothing of it is news.
    if (this.#block) port.send({ kind: "block", block: { ...this.#block, changed: {} } });
  }

  remove(port: TabPort): void {
    if (this.#tabs.delete(port)) this.#followed();
  }

  receive(port: TabPort, message: ToHub): void {
    if (message.kind === "bye") this.remove(port);
    if (message.kind !== "follow") return;
    const before = this.#tabs.get(port);
    this.#tabs.set(port, { watches: message.watches, runs: message.runs });
    for (const path of message.watches) {
      const answer = before?.watches.includes(path) ? undefined : this.#answers.get(path);
      if (answer) port.send({ kind: "answer", path, body: answer.body });
    }
    for (const run of message.runs) {
      const events = before?.runs.includes(run) ? [] : (this.#runs.get(run)?.events ?? []);
      if (events.length > 0) port.send({ kind: "run", run, events: [...events] });
    }
    this.#followed();
  }

  close(): void {
    this.#connection.close();
  }

  #all(name: keyof Tab): Set<string> {
    return new Set([...this.#tabs.values()].flatMap((tab) => tab[name]));
  }

  /** Forgets what nobody follows any more, and opens the stream again where it must carry something different. */
  #followed(): void {
    const [watches, runs] = [this.#all("watches"), this.#all("runs")];
    const isNew = [...watches].some((path) => !this.#wanted.has(path)) || [...runs].some((id) => !this.#runs.has(id));
    const isLess =
      [...this.#wanted].some((path) => !watches.has(path)) || [...this.#runs.keys()].some((id) => !runs.has(id));
    this.#wanted = watches;
    for (const path of this.#answers.keys()) if (!watches.has(path)) this.#answers.delete(path);
    for (const id of this.#runs.keys()) if (!runs.has(id)) this.#runs.delete(id);
    for (const id of runs) if (!this.#runs.has(id)) this.#runs.set(id, { events: [], over: false });
    if (isNew || isLess) this.#connection.reopen();
  }

  #address(): string {
    const query = new URLSearchParams();
    if (this.#cursor !== "") query.set("since", this.#cursor);
    const watches = [...this.#wanted].map(
      (path) => ["watch", `${this.#answers.get(path)?.hash ?? "-"}:${path}`] as const,
    );
    const runs = [...this.#runs]
      .filter(([, run]) => !run.over)
      .map(([id, run]) => ["run", `${id}@${run.events.at(-1)?.id ?? 0}`] as const);
    // What was asked for last is what somebody looks at.
    for (const [name, value] of [...watches, ...runs].slice(-MAX_FOLLOWED)) query.append(name, value);
    const text = query.toString();
    return text === "" ? "/api/live" : `/api/live?${text}`;
  }

  #hear(name: LiveEventName, data: unknown, id: string): void {
    if (name === "block") {
      this.#cursor = id;
      this.#block = data as LiveBlock;
      this.#tellAll({ kind: "block", block: this.#block });
    } else if (name === "source") this.#setState({ ...this.#state, index: (data as LiveSource).index });
    else if (name === "answer") this.#hearAnswer(data as LiveAnswer);
    else this.#hearRun(data as LiveRunEvent);
  }

  #hearAnswer(answer: LiveAnswer): void {
    if (!this.#wanted.has(answer.path)) return;
    this.#answers.set(answer.path, answer);
    for (const [port, tab] of this.#tabs)
      if (tab.watches.includes(answer.path)) port.send({ kind: "answer", path: answer.path, body: answer.body });
  }

  #hearRun({ run: id, id: eventId, event }: LiveRunEvent): void {
    const run = this.#runs.get(id);
    if (!run || eventId <= (run.events.at(-1)?.id ?? 0)) return;
    const line: RunEvent = { ...event, id: eventId };
    run.events.push(line);
    run.over ||= line.type === "finished";
    for (const [port, tab] of this.#tabs)
      if (tab.runs.includes(id)) port.send({ kind: "run", run: id, events: [line] });
  }

  #setState(state: LiveState): void {
    this.#state = state;
    this.#tellAll({ kind: "state", state });
  }

  #tellAll(message: FromHub): void {
    for (const port of this.#tabs.keys()) port.send(message);
  }
}
