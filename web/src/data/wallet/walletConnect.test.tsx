import type { Address } from "viem";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Config, createConfig, http } from "wagmi";
import { foundry } from "wagmi/chains";
import { WalletDesk } from "./desk.ts";
import { walletConnect } from "./walletConnect.ts";

const PHONE: Address = `0x${"1".repeat(40)}`;
const OTHER: Address = `0x${"2".repeat(40)}`;
type Listener = (...values: unknown[]) => void;

/** WalletConnect's provider, whose relay and phone a test speaks for. */
class FakeProvider {
  session: { namespaces: { eip155: { accounts: string[] } } } | undefined;
  readonly listeners = new Map<string, Listener>();
  readonly phone = Promise.withResolvers<void>();
  abortPairingAttempt = vi.fn();
  on = (event: string, listener: Listener) => void this.listeners.set(event, listener);
  removeListener = (event: string) => void this.listeners.delete(event);
  emit = (event: string, ...values: unknown[]) => this.listeners.get(event)?.(...values);
  connect = vi.fn(() => this.phone.promise);
  disconnect = vi.fn(async () => {
    this.session = undefined;
  });

  approve(accounts = [`eip155:1:${OTHER}`, `eip155:${foundry.id}:${PHONE}`]): void {
    this.session = { namespaces: { eip155: { accounts } } };
    this.phone.resolve();
  }
}

let provider: FakeProvider;
let load: ReturnType<typeof vi.fn>;
let config: Config;
let desk: WalletDesk;
let stop: () => void;

beforeEach(() => {
  localStorage.clear();
  provider = new FakeProvider();
  load = vi.fn(async () => ({ UniversalProvider: { init: async () => provider } }));
  const options = { projectId: "test", chain: foundry, rpcUrl: "http://nowhere", relayMs: 50 };
  config = createConfig({
    chains: [foundry],
    connectors: [walletConnect({ ...options, load: load as never })],
    multiInjectedProviderDiscovery: false,
    transports: { [foundry.id]: http("http://nowhere") },
  });
  desk = new WalletDesk(config, undefined);
  stop = desk.start();
});
afterEach(() => stop());

const account = (): unknown => config.state.connections.get(config.state.current ?? "")?.accounts[0];

function ask(): Promise<void> {
  const [connector] = config.connectors;
  if (!connector) throw new Error("There is no connector.");
  return desk.connect(connector);
}

test("default: a link is shown, and the phone's account on this chain is connected", async () => {
  expect(load).not.toHaveBeenCalled();
  const connecting = ask();
  await vi.waitFor(() => expect(provider.connect).toHaveBeenCalled());
  provider.emit("display_uri", "wc:link");
  expect(desk.snapshot().link).toBe("wc:link");
  provider.approve();
  await connecting;
  expect(account()).toBe(PHONE);
  expect(desk.snapshot()).toMatchObject({ attempt: undefined, link: undefined });
});

test("behavior: a phone that ends the session leaves nobody", async () => {
  const connecting = ask();
  await vi.waitFor(() => expect(provider.connect).toHaveBeenCalled());
  provider.approve();
  await connecting;
  provider.emit("session_delete");
  expect(account()).toBeUndefined();
  expect(desk.snapshot().locked?.name).toBe("WalletConnect");
});

test("error: a relay that never answers, and one that refuses, are said in words", async () => {
  await ask();
  expect(desk.snapshot().attempt?.error?.message).toMatch(
    /^WalletConnect's relay can't be reached \(no answer in 0.05 s\)\./,
  );
  expect(provider.abortPairingAttempt).toHaveBeenCalled();
  provider.connect.mockRejectedValueOnce(new Error("Unauthorized: invalid key."));
  await ask();
  expect(desk.snapshot().attempt?.error?.message).toMatch(/reached \(Unauthorized: invalid key\)\. .* project id\.$/);
});

test("error: code that does not load can be asked for again", async () => {
  load.mockRejectedValueOnce(new Error("Failed to fetch dynamically imported module"));
  await ask();
  expect(desk.snapshot().attempt?.error?.message).toMatch(/Failed to fetch/);
  const connecting = ask();
  await vi.waitFor(() => expect(provider.connect).toHaveBeenCalled());
  provider.approve();
  await connecting;
  expect(account()).toBe(PHONE);
});

test("error: a phone that shares no account on this chain", async () => {
  const connecting = ask();
  await vi.waitFor(() => expect(provider.connect).toHaveBeenCalled());
  provider.approve([`eip155:1:${OTHER}`]);
  await connecting;
  expect(desk.snapshot().attempt?.error?.message).toBe(
    "The wallet shares no account on Foundry. Add that network to it.",
  );
});
