/** Wallets that refuse, hang, lock and switch: what the page says, and that nothing is signed twice. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CONTRACT_NAMES } from "@assay/sdk/deployment";
import { numberToHex } from "viem";
import { openWindow, type Window } from "../support/browser.ts";
import { servePage } from "../support/pageServer.ts";
import { bringWallets, walletIn } from "../support/pageWallets.ts";

const WAIT_MS = 15_000;
const RELAY_WAIT_MS = 60_000;
const at = (digit: string) => `0x${digit.repeat(40)}`;
const short = (digit: string) => new RegExp(`^Wallet: ?${at(digit).slice(0, 6)}`);
const HASH = `0x${"ab".repeat(32)}`;
const CID = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
/** What the portal's chain answers; it knows no transaction. */
const CHAIN: Record<string, string> = {
  eth_call: numberToHex(0, { size: 32 }),
  eth_chainId: "0x7a69",
  eth_blockNumber: "0x1",
  eth_getTransactionCount: "0x0",
};

let served: Awaited<ReturnType<typeof servePage>>;
let window: Window;

before(async () => {
  served = await servePage({
    "/config.json": {
      chainId: 31337,
      rpcUrl: "/rpc",
      startBlock: 0,
      addresses: Object.fromEntries(CONTRACT_NAMES.map((name, i) => [name, numberToHex(100 + i, { size: 20 })])),
      base: "tiny",
      custodian: at("9"),
      walletConnectProjectId: "0".repeat(32),
      devAccounts: [{ name: "ada", address: at("d"), privateKey: `0x${"11".repeat(32)}` }],
      names: { [at("d")]: "ada" },
    },
    "/rpc": ({ method }) => ({
      jsonrpc: "2.0",
      id: 1,
      result: CHAIN[method ?? ""] ?? null,
    }),
    "/graphql": { data: {} },
    "/api/curator/metadata": { cid: CID, hash: HASH },
  });
  window = await openWindow(served.url);
  window.page.setDefaultTimeout(WAIT_MS);
  // WalletConnect's servers are not asked by a test.
  await window.context.route(/walletconnect/, (route) =>
    /^http:\/\/127/.test(route.request().url()) ? route.continue() : route.abort(),
  );
  await window.context.routeWebSocket(/walletconnect/, (socket) => socket.close());
  await bringWallets(window.context, [
    { name: "Pocket", account: at("1") },
    { name: "Bank", account: at("2") },
  ]);
});

after(async () => {
  await window?.browser.close();
  served?.close();
});

const button = (name: string | RegExp) => window.page.getByRole("button", { name });
const says = (text: string | RegExp) => window.page.getByText(text).first().waitFor();
const gone = (text: string | RegExp) => window.page.getByText(text).first().waitFor({ state: "detached" });
const pocket = () => walletIn(window.page, "Pocket");

async function choose(item: string): Promise<void> {
  await window.page.locator("header.top button[aria-haspopup]").click();
  await window.page.getByRole("menuitem", { name: item, exact: true }).click();
}

test("connecting: a refusal, a request that waits, and no answer are said, and who was connected stays", async () => {
  await window.page.goto("/datanets/new");
  await button(/^Wallet: ?ada/).waitFor();
  await pocket().does("eth_requestAccounts", { refuse: { code: 4001, message: "User rejected the request." } });
  await choose("Pocket");
  await says(/^The request was declined in the wallet/);
  await pocket().does("eth_requestAccounts", {
    refuse: { code: -32002, message: "Already processing eth_requestAccounts. Please wait." },
  });
  await button("Ask Pocket again").click();
  await says(/^A request waits in your wallet already/);
  await says("Open your wallet and answer it there.");
  await pocket().does("eth_requestAccounts", "hang");
  await button("Ask Pocket again").click();
  await says("Pocket has not answered. Open it: a request to connect may wait there.");
  await button("Cancel").click();
  await gone(/has not answered/);
  await pocket().answerOpen([at("1")]);
  await pocket().usual("eth_requestAccounts");
  await button(/^Wallet: ?ada/).waitFor();
});

test("connecting: the wallet takes the place of the development account", async () => {
  await choose("Pocket");
  await button(short("1")).waitFor();
});

test("network: one that the wallet does not know is offered to it", async () => {
  await pocket().moveTo("0x1");
  await says("Your wallet is on a different network.");
  await pocket().does("wallet_switchEthereumChain", {
    refuse: {
      code: -32603,
      message: "Internal error",
      data: { originalError: { code: 4902, message: "Unrecognized chain ID" } },
    },
  });
  await button("Switch network").click();
  await says(/^The wallet does not know this chain/);
  await pocket().does("wallet_addEthereumChain", { refuse: { code: 4001, message: "User rejected the request." } });
  await button("Add the network to Pocket").click();
  await says(/^The request was declined in the wallet/);
  await pocket().does("wallet_addEthereumChain", { answer: null });
  await pocket().moveTo("0x7a69", false);
  await button("Ask Pocket again").click();
  await gone("Your wallet is on a different network.");
});

test("signing: a refusal is said; while the wallet is silent nothing is asked twice", async () => {
  const { page } = window;
  await page.getByRole("textbox", { name: "Name" }).fill("Support desk");
  await page.getByRole("textbox", { name: "Domain" }).fill("customer support");
  await pocket().does("eth_sendTransaction", {
    refuse: {
      code: -32603,
      message: "Internal JSON-RPC error.",
      data: { message: "Ledger device: Locked device (0x5515)" },
    } as never,
  });
  await button("Create datanet").click();
  await says("The wallet or its device is locked (Ledger device: Locked device (0x5515)).");
  await says("Unlock it, then try again. Nothing was sent.");
  assert.equal(await pocket().countOf("eth_sendTransaction"), 1);
  await pocket().does("eth_sendTransaction", "hang");
  // Right after the first press, a second counts as part of a double click.
  while ((await pocket().countOf("eth_sendTransaction")) < 2) await button("Create datanet").dblclick({ force: true });
  await says("Open your wallet: a request waits there.");
  assert.equal(await button("Create datanet").isDisabled(), true);
  await pocket().answerOpen(HASH);
  await page.getByRole("status", { name: "Transaction pending" }).waitFor();
  assert.equal(await pocket().countOf("eth_sendTransaction"), 2);
});

test("locking: nobody is logged in, not even after a reload, until the wallet opens", async () => {
  await pocket().lock();
  await says(/^Your wallet is locked\. Pocket gives this page no account/);
  await button(/^Wallet locked/).waitFor();
  await window.page.reload();
  await says(/^Your wallet is locked\. Pocket gives this page no account/);
  assert.equal(await button(/^Wallet:/).count(), 0);
  assert.equal(await button("Create datanet").isDisabled(), true);
  await pocket().unlock();
  await button(short("1")).waitFor();
  await gone(/^Your wallet is locked/);
  assert.equal(await pocket().countOf("eth_sendTransaction"), 0);
});

test("switching: an account is followed; a wallet that was left does not come back", async () => {
  await pocket().switchAccount(at("3"));
  await button(short("3")).waitFor();
  await choose("Bank");
  await button(short("2")).waitFor();
  await pocket().lock();
  await pocket().unlock();
  await pocket().switchAccount(at("1"));
  await button(short("2")).waitFor();
  await walletIn(window.page, "Bank").lock();
  await says(/^Your wallet is locked\. Bank gives this page no account/);
});

test("a wallet on a phone: its code comes with the first use, and a relay that can't be reached is said", async () => {
  const loaded: string[] = [];
  window.page.on("response", (response) => loaded.push(new URL(response.url()).pathname));
  await choose("WalletConnect");
  await window.page.getByText(/^WalletConnect's relay can't be reached/).waitFor({ timeout: RELAY_WAIT_MS });
  assert.ok(
    loaded.some((path) => /^\/assets\/.*\.js$/.test(path)),
    loaded.join(" "),
  );
  await button("Close").click();
});

test("disconnecting survives a reload", async () => {
  await walletIn(window.page, "Bank").unlock();
  await button(short("2")).waitFor();
  await choose("Disconnect");
  await button(/^Connect wallet/).waitFor();
  await window.page.reload();
  await button(/^Connect wallet/).waitFor();
  await says("No wallet is connected.");
  assert.deepEqual(window.complaints, []);
});
