import type { Address } from "viem";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Config, createConfig, http } from "wagmi";
import { foundry } from "wagmi/chains";
import { FakeWallet } from "../../testing/fakeWallet.ts";
import { WalletDesk } from "./desk.ts";
import { DEV_WALLET, devWallet } from "./devWallet.ts";

const at = (digit: string): Address => `0x${digit.repeat(40)}`;
const DEV = at("d");
const [POCKET, SECOND, BANK] = [at("1"), at("2"), at("3")];

let pocket: FakeWallet;
let bank: FakeWallet;
let stop: (() => void) | undefined;

beforeEach(() => {
  localStorage.clear();
  pocket = new FakeWallet("Pocket", [POCKET]);
  bank = new FakeWallet("Bank", [BANK]);
});
afterEach(() => stop?.());

/** Opens the page: what the wallets and the browser remember is still there. */
async function openPage(remembered?: string) {
  stop?.();
  const accounts = [{ name: "ada", address: DEV, privateKey: `0x${"11".repeat(32)}` as const }];
  const dev = devWallet({ chain: foundry, rpcUrl: "http://nowhere", accounts });
  const config = createConfig({
    chains: [foundry],
    connectors: [dev, pocket.connector(), bank.connector()],
    multiInjectedProviderDiscovery: false,
    transports: { [foundry.id]: http("http://nowhere") },
  });
  if (remembered !== undefined) config.setState((state) => ({ ...state, current: remembered }));
  const desk = new WalletDesk(config, DEV_WALLET);
  stop = desk.start();
  await vi.waitFor(() => expect(["connected", "disconnected"]).toContain(config.state.status));
  await vi.waitFor(() =>
    expect(
      config.state.current !== null ||
        desk.snapshot().locked !== undefined ||
        localStorage.getItem("assay.wallet") === "nobody",
    ).toBe(true),
  );
  return { config, desk };
}

const account = ({ state }: Config): Address | undefined =>
  state.connections.get(state.current ?? "")?.accounts[0] as Address | undefined;

function connectorOf(config: Config, { id }: FakeWallet) {
  const found = config.connectors.find((connector) => connector.id === id);
  if (!found) throw new Error(`The page has no wallet ${id}.`);
  return found;
}

async function connectedTo(wallet: FakeWallet) {
  const page = await openPage();
  await page.desk.connect(connectorOf(page.config, wallet));
  expect(account(page.config)).toBe(wallet.accounts[0]);
  return page;
}

test("default: who never chose has the development wallet, whatever wagmi remembers of an earlier page", async () => {
  const { config } = await openPage("a connection of an earlier page");
  await vi.waitFor(() => expect(account(config)).toBe(DEV));
});

test("default: nobody has chosen, so the development wallet is there; a chosen one takes its place", async () => {
  const { config, desk } = await openPage();
  expect(account(config)).toBe(DEV);
  await desk.connect(connectorOf(config, pocket));
  expect(account(config)).toBe(POCKET);
  expect(config.state.connections.size).toBe(1);
});

test("behavior: a wallet that locks leaves nobody, now and after a reload, until it opens again", async () => {
  const { config, desk } = await connectedTo(pocket);
  pocket.lock();
  await vi.waitFor(() => expect(desk.snapshot().locked?.name).toBe("Pocket"));
  expect(account(config)).toBeUndefined();
  const reloaded = await openPage();
  expect(account(reloaded.config)).toBeUndefined();
  expect(reloaded.desk.snapshot().locked?.name).toBe("Pocket");
  await reloaded.desk.connect(connectorOf(reloaded.config, pocket));
  pocket.lock();
  await vi.waitFor(() => expect(account(reloaded.config)).toBeUndefined());
  pocket.unlock();
  await vi.waitFor(() => expect(account(reloaded.config)).toBe(POCKET));
  expect(reloaded.desk.snapshot().locked).toBeUndefined();
});

test("behavior: a second wallet that knows the page does not step in, and one left behind does not come back", async () => {
  const { config, desk } = await connectedTo(bank);
  await desk.connect(connectorOf(config, pocket));
  pocket.lock();
  await vi.waitFor(() => expect(desk.snapshot().locked?.name).toBe("Pocket"));
  expect(account(config)).toBeUndefined();
  await desk.connect(connectorOf(config, bank));
  pocket.unlock();
  await vi.waitFor(() => expect(pocket.asked.at(-1)).toBe("eth_accounts"));
  expect(account(config)).toBe(BANK);
  expect(config.state.connections.size).toBe(1);
});

test("behavior: another account or network of the wallet is followed", async () => {
  const { config } = await connectedTo(pocket);
  pocket.accounts = [SECOND];
  pocket.unlock();
  await vi.waitFor(() => expect(account(config)).toBe(SECOND));
  pocket.switchChain("0x1");
  expect(config.state.connections.get(config.state.current ?? "")?.chainId).toBe(1);
});

test("behavior: a disconnect survives a reload", async () => {
  const { config, desk } = await connectedTo(pocket);
  await desk.disconnect();
  expect(account(config)).toBeUndefined();
  const reloaded = await openPage();
  expect(account(reloaded.config)).toBeUndefined();
  expect(reloaded.desk.snapshot().locked).toBeUndefined();
});

test("behavior: a wallet that never answers can be left, and its late answer changes nothing", async () => {
  const { config, desk } = await connectedTo(bank);
  const late = Promise.withResolvers<Address[]>();
  pocket.answers.set("eth_requestAccounts", () => late.promise);
  const connecting = desk.connect(connectorOf(config, pocket));
  await vi.waitFor(() => expect(pocket.asked).toContain("eth_requestAccounts"));
  expect(desk.snapshot().attempt).toMatchObject({ asked: "connect", connector: { name: "Pocket" } });
  desk.cancel();
  expect(desk.snapshot().attempt).toBeUndefined();
  expect(config.state.status).toBe("connected");
  late.resolve([POCKET]);
  await connecting;
  expect(account(config)).toBe(BANK);
  expect(config.state.connections.size).toBe(1);
});

test.each([
  ["a rejection", { code: 4001, message: "User rejected the request." }, "USER_REJECTED"],
  [
    "a request that waits",
    { code: -32002, message: "Already processing eth_requestAccounts. Please wait." },
    "WALLET_BUSY",
  ],
])("error: %s is kept with its code, and who was connected stays", async (_, thrown, code) => {
  const { config, desk } = await connectedTo(bank);
  pocket.answers.set("eth_requestAccounts", () => Promise.reject(Object.assign(new Error(), thrown)));
  await desk.connect(connectorOf(config, pocket));
  expect(desk.snapshot().attempt?.error?.code).toBe(code);
  expect(account(config)).toBe(BANK);
  desk.cancel();
  expect(desk.snapshot().attempt).toBeUndefined();
});

test("behavior: a chain that the wallet does not know is offered, then the wallet is on it", async () => {
  const { config, desk } = await connectedTo(pocket);
  pocket.switchChain("0x1");
  pocket.answers.set("wallet_switchEthereumChain", () =>
    Promise.reject({ code: -32603, data: { originalError: { code: 4902, message: "Unrecognized chain ID" } } }),
  );
  await desk.switchNetwork();
  expect(desk.snapshot().attempt).toMatchObject({ asked: "switch", error: { code: "CHAIN_UNKNOWN" } });
  pocket.answers.set("wallet_addEthereumChain", (params) => {
    expect(params).toMatchObject([{ chainId: "0x7a69", chainName: "Foundry" }]);
    pocket.chainId = "0x7a69";
    return null;
  });
  await desk.addNetwork();
  expect(desk.snapshot().attempt).toBeUndefined();
  expect(config.state.connections.get(config.state.current ?? "")?.chainId).toBe(foundry.id);
});

test("error: a wallet that says it switched and stayed", async () => {
  const { desk } = await connectedTo(pocket);
  pocket.switchChain("0x1");
  pocket.answers.set("wallet_switchEthereumChain", () => null);
  await desk.switchNetwork();
  expect(desk.snapshot().attempt?.error?.message).toBe("Pocket stayed on its network. Switch to Foundry there.");
});
