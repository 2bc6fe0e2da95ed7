import { toAssayError } from "@assay/sdk/errors";
import type { Config, Connector } from "wagmi";
import { connect, disconnect, reconnect, watchConnectors } from "wagmi/actions";
import { readChosen, writeChosen } from "./chosen.ts";
import { addChain, switchTo } from "./network.ts";
import { PAIRING_LINK } from "./walletConnect.ts";

/** What a wallet is asked for besides signatures. */
export type Asked = "connect" | "switch" | "add";

/** One request to a wallet: open while it has no error. */
export interface Attempt {
  asked: Asked;
  connector: Connector;
  error?: Error & { code?: string };
}

export interface DeskState {
  /** what a wallet on a phone opens to answer the attempt */
  link: string | undefined;
  attempt: Attempt | undefined;
  /** the chosen wallet, while it is locked or shares no account */
  locked: Connector | undefined;
}

/** Connects the one wallet that a person chose, and never any other in its place. */
export class WalletDesk {
  readonly #config: Config;
  /** chosen where nobody has chosen yet */
  readonly #first: string | undefined;
  readonly #listeners = new Set<() => void>();
  #state: DeskState = { link: undefined, attempt: undefined, locked: undefined };

  constructor(config: Config, first: string | undefined) {
    this.#config = config;
    this.#first = first;
  }

  snapshot = (): DeskState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Connects the chosen wallet again, as soon as it is there, and watches over the choice. Returns the way to stop. */
  start(): () => void {
    const stopGuard = this.#config.subscribe((state) => state, this.#guard);
    const stopWaiting = watchConnectors(this.#config, { onChange: () => void this.#again() });
    void this.#again();
    return () => {
      stopGuard();
      stopWaiting();
    };
  }

  connect = (connector: Connector): Promise<void> =>
    this.#attempt({ asked: "connect", connector }, async () => {
      const hear = ({ type, data }: { type: string; data?: unknown }) => {
        const isCurrent = this.#state.attempt?.connector === connector;
        if (type === PAIRING_LINK && isCurrent) this.#set({ ...this.#state, link: String(data) });
      };
      connector.emitter.on("message", hear);
      try {
        await connect(this.#config, { connector });
      } catch (error) {
        throw toAssayError(error);
      } finally {
        connector.emitter.off("message", hear);
      }
    });

  switchNetwork = (): Promise<void> => this.#network("switch", switchTo);
  addNetwork = (): Promise<void> => this.#network("add", addChain);

  disconnect = async (): Promise<void> => {
    const { connections, current } = this.#config.state;
    const connector = connections.get(current ?? "")?.connector;
    writeChosen(null);
    this.#set({ link: undefined, attempt: undefined, locked: undefined });
    this.#guard();
    // The page has let go of it; a wallet that can't be told so changes nothing here.
    if (connector) await disconnect(this.#config, { connector }).catch(() => undefined);
  };

  /** Stops waiting for the wallet, whose answer is ignored if it still comes, or forgets its refusal. */
  cancel = (): void => {
    this.#set({ ...this.#state, link: undefined, attempt: undefined });
    const { current, status } = this.#config.state;
    if (status !== "connecting") return;
    // wagmi stays between two states until the wallet answers, and it may never.
    this.#config.setState((state) => ({ ...state, status: current === null ? "disconnected" : "connected" }));
  };

  #set(state: DeskState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #chosen(): string | null | undefined {
    const chosen = readChosen();
    return chosen === undefined ? this.#first : chosen;
  }

  async #again(): Promise<void> {
    const { connectors, state } = this.#config;
    const connector = connectors.find(({ id }) => id === this.#chosen());
    // wagmi remembers connections of an earlier page, which connect nothing in this one.
    const isLive = connectors.some(({ uid }) => uid === state.current);
    if (connector === undefined || isLive) return;
    await reconnect(this.#config, { connectors: [connector] });
  }

  async #network(asked: Asked, act: typeof switchTo): Promise<void> {
    const { connections, current } = this.#config.state;
    const connector = connections.get(current ?? "")?.connector;
    const [chain] = this.#config.chains;
    if (connector) await this.#attempt({ asked, connector }, () => act(connector, chain));
  }

  async #attempt(attempt: Attempt, act: () => Promise<void>): Promise<void> {
    this.#set({ ...this.#state, link: undefined, attempt });
    const isCurrent = () => this.#state.attempt === attempt;
    try {
      await act();
      if (!isCurrent()) return;
      writeChosen(attempt.connector.id);
      this.#set({ link: undefined, attempt: undefined, locked: undefined });
    } catch (error) {
      if (isCurrent()) this.#set({ ...this.#state, link: undefined, attempt: { ...attempt, error: error as Error } });
    } finally {
      this.#guard();
    }
  }

  /**
   * Leaves nobody connected but the chosen wallet and the one that is being asked. wagmi goes on to another connected
   * wallet when one locks; here nobody signs then.
   */
  #guard = (): void => {
    const { connections, current } = this.#config.state;
    const { attempt } = this.#state;
    const chosen = this.#chosen();
    const asked = attempt?.asked === "connect" && attempt.error === undefined ? attempt.connector.id : undefined;
    const kept = [...connections].filter(([, { connector }]) => connector.id === chosen || connector.id === asked);
    if (kept.length !== connections.size) {
      const next = kept.find(([uid]) => uid === current) ?? kept[0];
      this.#config.setState((state) => ({
        ...state,
        connections: new Map(kept),
        current: next?.[0] ?? null,
        status: next === undefined ? "disconnected" : "connected",
      }));
    }
    this.#noteLock();
  };

  /** A wallet that was chosen and gives no account is locked, or was told to leave this page. */
  #noteLock(): void {
    const { current, status } = this.#config.state;
    if (status === "connecting" || status === "reconnecting") return;
    const chosen = current === null ? this.#config.connectors.find(({ id }) => id === readChosen()) : undefined;
    if (chosen !== this.#state.locked) this.#set({ ...this.#state, locked: chosen });
  }
}
