import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, test, vi } from "vitest";
import { TxStepper, WalletAction, WriteAction } from "./WalletAction.tsx";

const wallet = {
  isConnected: true,
  isWrongNetwork: false,
  locked: undefined as object | undefined,
  connectors: [{ uid: "1", name: "Pocket" }],
  connect: vi.fn(),
  switchNetwork: vi.fn(),
};
vi.mock("../../data/wallet/useWallet.ts", () => ({ useWallet: () => wallet }));

beforeEach(() => {
  const connectors = [{ uid: "1", name: "Pocket" }];
  Object.assign(wallet, { isConnected: true, isWrongNetwork: false, locked: undefined, connectors });
  vi.clearAllMocks();
});

const show = (element: ReactNode) => render(<MemoryRouter>{element}</MemoryRouter>);
const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

test("default: nothing blocks, so the press goes through", async () => {
  const onPress = vi.fn();
  show(<WalletAction label="Deposit" onPress={onPress} blocks={[false, undefined]} />);
  await userEvent.click(button("Deposit"));
  expect(onPress).toHaveBeenCalledTimes(1);
});

test("behavior: without a wallet it says so and offers to connect one", async () => {
  wallet.isConnected = false;
  const onPress = vi.fn();
  show(<WalletAction label="Deposit" onPress={onPress} />);
  screen.getByText("No wallet is connected.");
  expect(button("Deposit").disabled).toBe(true);
  await userEvent.click(button("Connect Pocket"));
  expect(wallet.connect).toHaveBeenCalledWith(wallet.connectors[0]);
  expect(onPress).not.toHaveBeenCalled();
});

test("behavior: a locked wallet is named as what blocks, and no other is offered", async () => {
  const bank = { uid: "2", name: "Bank" };
  Object.assign(wallet, { isConnected: false, locked: bank });
  show(<WalletAction label="Deposit" onPress={vi.fn()} />);
  screen.getByText("Your wallet is locked.");
  await userEvent.click(button("Connect Bank"));
  expect(wallet.connect).toHaveBeenCalledWith(bank);
});

test("behavior: a browser without any wallet is told so", () => {
  Object.assign(wallet, { isConnected: false, connectors: [] });
  show(<WalletAction label="Deposit" onPress={vi.fn()} />);
  screen.getByText("No wallet was found in this browser.");
});

test("behavior: on a different network it offers to switch", async () => {
  wallet.isWrongNetwork = true;
  show(<WalletAction label="Deposit" onPress={vi.fn()} />);
  expect(button("Deposit").disabled).toBe(true);
  await userEvent.click(button("Switch network"));
  expect(wallet.switchNetwork).toHaveBeenCalledTimes(1);
});

test("behavior: the first reason that blocks is said, and the press does not go through", async () => {
  const onPress = vi.fn();
  show(<WalletAction label="Deposit" onPress={onPress} blocks={[false, "Too little.", "Too late."]} />);
  screen.getByText("Too little.");
  expect(screen.queryByText("Too late.")).toBeNull();
  await userEvent.click(button("Deposit"));
  expect(onPress).not.toHaveBeenCalled();
});

test("behavior: a write that runs can't be started again", async () => {
  const onPress = vi.fn();
  show(<WriteAction label="Deposit" onPress={onPress} write={{ stage: "pending", busy: true }} />);
  await userEvent.click(button("Deposit"));
  expect(onPress).not.toHaveBeenCalled();
  screen.getByRole("status", { name: "Transaction pending" });
});

test("behavior: a wallet that lets a write wait, and a transaction that is not mined, are spoken of", () => {
  vi.useFakeTimers();
  const { rerender } = show(<TxStepper state={{ stage: "wallet" }} />);
  act(() => void vi.advanceTimersByTime(3_000));
  screen.getByText("Open your wallet: a request waits there.");
  rerender(<TxStepper state={{ stage: "pending" }} />);
  expect(screen.queryByText(/Open your wallet/)).toBeNull();
  act(() => void vi.advanceTimersByTime(60_000));
  screen.getByText(/^It is not mined yet\./);
});

test("behavior: the stepper marks what is done, what runs and what comes", () => {
  show(<TxStepper state={{ stage: "confirmed" }} />);
  const steps = screen.getAllByRole("listitem").map((step) => [step.textContent, step.dataset.state]);
  expect(steps).toEqual([
    ["in wallet", "done"],
    ["pending", "done"],
    ["confirmed", "now"],
    ["indexed", "next"],
  ]);
});

test("behavior: an index that stays behind is said in words, and the last step stays open", () => {
  show(<TxStepper state={{ stage: "confirmed", isIndexLate: true }} />);
  screen.getByText(/^It is done on the chain, so do not send it again\. The index has not read it yet/);
  expect(screen.getByText("indexed").dataset.state).toBe("next");
});

test("error: a failed write shows its sentence instead of the steps", () => {
  show(<TxStepper state={{ stage: "failed", error: new Error("You said no in the wallet.") }} />);
  expect(screen.getByRole("alert").textContent).toContain("You said no in the wallet.");
  expect(screen.queryByRole("list")).toBeNull();
});
