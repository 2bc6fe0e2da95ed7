import { AssayError } from "@assay/sdk/errors";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { WalletNotice } from "./WalletNotice.tsx";

const pocket = { name: "Pocket" };
const wallet = {
  attempt: undefined as object | undefined,
  locked: undefined as object | undefined,
  connect: vi.fn(),
  cancel: vi.fn(),
  switchNetwork: vi.fn(),
  addNetwork: vi.fn(),
};
vi.mock("../../data/wallet/useWallet.ts", () => ({ useWallet: () => wallet }));

beforeEach(() => {
  Object.assign(wallet, { attempt: undefined, locked: undefined });
  vi.clearAllMocks();
});

const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

test("default: nothing is asked, so nothing is said", () => {
  const { container } = render(<WalletNotice />);
  expect(container.textContent).toBe("");
});

test("behavior: a wallet that does not answer is spoken of after three seconds, and can be left", async () => {
  vi.useFakeTimers();
  wallet.attempt = { asked: "connect", connector: pocket };
  render(<WalletNotice />);
  screen.getByText("Asking Pocket to connect.");
  expect(screen.queryByRole("button")).toBeNull();
  act(() => void vi.advanceTimersByTime(3_000));
  screen.getByText("Pocket has not answered. Open it: a request to connect may wait there.");
  vi.useRealTimers();
  await press("Cancel");
  expect(wallet.cancel).toHaveBeenCalledTimes(1);
});

test("error: a refusal is said with its hint, and the wallet can be asked again", async () => {
  const error = new AssayError("A request waits in your wallet already.", {
    code: "WALLET_BUSY",
    hint: "Open your wallet and answer it there.",
  });
  wallet.attempt = { asked: "connect", connector: pocket, error };
  render(<WalletNotice />);
  expect(screen.getByRole("alert").textContent).toBe(
    "A request waits in your wallet already.Open your wallet and answer it there.",
  );
  await press("Ask Pocket again");
  expect(wallet.connect).toHaveBeenCalledWith(pocket);
  await press("Close");
  expect(wallet.cancel).toHaveBeenCalledTimes(1);
});

test("error: a network that the wallet does not know can be added", async () => {
  const error = new AssayError("The wallet does not know this chain.", { code: "CHAIN_UNKNOWN" });
  wallet.attempt = { asked: "switch", connector: pocket, error };
  render(<WalletNotice />);
  await press("Add the network to Pocket");
  expect(wallet.addNetwork).toHaveBeenCalledTimes(1);
});

test("behavior: a locked wallet is said, and is what connects again", async () => {
  wallet.locked = pocket;
  render(<WalletNotice />);
  expect(screen.getByRole("alert").textContent).toMatch(/^Your wallet is locked\./);
  await press("Connect Pocket");
  expect(wallet.connect).toHaveBeenCalledWith(pocket);
});
