/** Wallets that a browser's extensions would bring (EIP-6963), driven by a test from outside the page. */
import type { BrowserContext, Page } from "playwright-core";

/** What a wallet does when it is asked: an answer, a refusal with a code, or nothing for as long as the test likes. */
export type Does = { answer: unknown } | { refuse: { code: number; message: string; data?: object } } | "hang";

/** Runs in the page; text, because this side of the test knows no DOM. Sharing outlives a reload, as a wallet's does. */
const SCRIPT = `
  window.wallets = {};
  // A frame inside the page has no wallets.
  if (window === top)
  for (const { name, account } of WALLETS) {
    const listeners = new Map();
    const wallet = { asked: [], does: {}, open: [], accounts: [account], chainId: "0x7a69" };
    const key = "test-wallet-shares-" + name;
    const usual = {
      eth_accounts: () => (localStorage.getItem(key) ? wallet.accounts : []),
      eth_requestAccounts: () => (localStorage.setItem(key, "yes"), wallet.accounts),
      eth_chainId: () => wallet.chainId,
      wallet_revokePermissions: () => null,
    };
    wallet.emit = (event, ...values) => { for (const listener of listeners.get(event) ?? []) listener(...values); };
    wallet.lock = () => { localStorage.removeItem(key); wallet.emit("accountsChanged", []); };
    wallet.unlock = () => { localStorage.setItem(key, "yes"); wallet.emit("accountsChanged", wallet.accounts); };
    const provider = {
      on: (event, listener) => listeners.set(event, [...(listeners.get(event) ?? []), listener]),
      removeListener: (event, gone) => listeners.set(event, (listeners.get(event) ?? []).filter((one) => one !== gone)),
      request: ({ method }) => new Promise((resolve, reject) => {
        wallet.asked.push(method);
        const does = wallet.does[method];
        if (does === "hang") wallet.open.push({ method, resolve });
        else if (does?.refuse) reject(Object.assign(new Error(does.refuse.message), does.refuse));
        else if (does) resolve(does.answer);
        else if (usual[method]) resolve(usual[method]());
        else reject(Object.assign(new Error("The method " + method + " is not supported."), { code: 4200 }));
      }),
    };
    const info = { uuid: crypto.randomUUID(), name, icon: "data:image/svg+xml,<svg/>", rdns: "test." + name.toLowerCase() };
    const announce = () => dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
    addEventListener("eip6963:requestProvider", announce);
    window.wallets[name] = wallet;
    announce();
  }
`;

/** Puts wallets into every page of the browser. */
export async function bringWallets(
  context: BrowserContext,
  wallets: { name: string; account: string }[],
): Promise<void> {
  await context.addInitScript(SCRIPT.replace("WALLETS", JSON.stringify(wallets)));
}

/** The test's hand on one wallet of a page. */
export function walletIn(page: Page, name: string) {
  const run = <T>(code: string): Promise<T> => page.evaluate<T>(`((wallet) => (${code}))(window.wallets.${name})`);
  return {
    does: (method: string, does: Does): Promise<unknown> => run(`wallet.does.${method} = ${JSON.stringify(does)}`),
    usual: (method: string): Promise<unknown> => run(`delete wallet.does.${method}`),
    /** Answers what was left open. */
    answerOpen: (answer: unknown): Promise<unknown> =>
      run(`wallet.open.splice(0).forEach(({ resolve }) => resolve(${JSON.stringify(answer)}))`),
    countOf: (method: string): Promise<number> => run(`wallet.asked.filter((one) => one === "${method}").length`),
    lock: (): Promise<unknown> => run("wallet.lock()"),
    unlock: (): Promise<unknown> => run("wallet.unlock()"),
    switchAccount: (account: string): Promise<unknown> =>
      run(`(wallet.accounts = ["${account}"], wallet.emit("accountsChanged", wallet.accounts))`),
    /** Moves it to a network; a quiet one does not tell the page. */
    moveTo: (chainId: string, tell = true): Promise<unknown> =>
      run(`(wallet.chainId = "${chainId}", ${tell} && wallet.emit("chainChanged", "${chainId}"))`),
  };
}
