import type { Address } from "viem";
import { injected } from "wagmi";

type Answer = (params: unknown) => unknown;
type Listener = (...values: unknown[]) => void;

/** A wallet in the browser, as a script of EIP-6963 would bring it: a test says what it answers. */
export class FakeWallet {
  accounts: Address[];
  chainId = "0x7a69";
  /** answers by method, before the usual ones */
  readonly answers = new Map<string, Answer>();
  readonly asked: string[] = [];
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly id: string;
  readonly #provider: object;
  readonly #name: string;
  #isShared = false;

  constructor(name: string, accounts: Address[]) {
    this.id = name.toLowerCase();
    this.accounts = accounts;
    this.#name = name;
    this.#provider = {
      request: ({ method, params }: { method: string; params?: unknown }) => this.#answer(method, params),
      on: (event: string, listener: Listener) => void this.#of(event).add(listener),
      removeListener: (event: string, listener: Listener) => void this.#of(event).delete(listener),
    };
  }

  /** What the page that is opened now knows it by. */
  connector(): ReturnType<typeof injected> {
    return injected({ target: { id: this.id, name: this.#name, provider: this.#provider as never } });
  }

  /** Tells the page something by an event. */
  emit(event: string, ...values: unknown[]): void {
    for (const listener of this.#of(event)) listener(...values);
  }

  lock(): void {
    this.#isShared = false;
    this.emit("accountsChanged", []);
  }

  unlock(): void {
    this.#isShared = true;
    this.emit("accountsChanged", this.accounts);
  }

  switchChain(chainId: string): void {
    this.chainId = chainId;
    this.emit("chainChanged", chainId);
  }

  #of(event: string): Set<Listener> {
    const known = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, known);
    return known;
  }

  async #answer(method: string, params: unknown): Promise<unknown> {
    this.asked.push(method);
    const own = this.answers.get(method);
    if (own) return await own(params);
    switch (method) {
      case "eth_accounts":
        return this.#isShared ? this.accounts : [];
      case "wallet_requestPermissions":
        throw Object.assign(new Error("The method is not supported."), { code: 4200 });
      case "eth_requestAccounts":
        this.#isShared = true;
        return this.accounts;
      case "eth_chainId":
        return this.chainId;
      case "wallet_revokePermissions":
        return null;
      default:
        throw Object.assign(new Error(`The method ${method} is not supported.`), { code: 4200 });
    }
  }
}
