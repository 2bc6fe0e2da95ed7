import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hex } from "viem";
import { type CreditRecord, payingTransactions, paymentsOf } from "./money.ts";

const credit = (txHash: Hex, logIndex: number, account: Hex, amount: string): CreditRecord => ({
  txHash,
  logIndex,
  account,
  amount,
});
const draw = (redraw: number, drawnTx: Hex | null, reopenedTx: Hex | null = null) => ({
  redraw,
  drawnTx,
  reopenedTx,
});
const labels = (payments: { label: string; account: string; amount: string }[]) =>
  payments.map(({ label, account, amount }) => `${label}: ${account} ${amount}`);

test("a final round: tips for draw and close, the rest to the publisher, whoever sent the transactions", () => {
  const round = {
    publisher: "0xpub" as const,
    phase: "FINAL" as const,
    refund: null,
    closedTx: "0xclose" as const,
    draws: [draw(0, "0xdraw")],
  };
  const credits = [
    credit("0xclose", 9, "0xpub", "5"),
    credit("0xclose", 2, "0xpub", "3"),
    credit("0xdraw", 4, "0xeva", "6"),
  ];
  assert.deepEqual(payingTransactions(round), ["0xdraw", "0xclose"]);
  assert.deepEqual(labels(paymentsOf(round, credits)), [
    "Tip for drawing: 0xeva 6",
    "Tip for closing: 0xpub 3",
    "What was left, to the publisher: 0xpub 5",
  ]);
});

test("a round drawn again and then void: every tip, and the refund", () => {
  const round = {
    publisher: "0xpub" as const,
    phase: "VOID" as const,
    refund: "80",
    closedTx: "0xvoid" as const,
    draws: [draw(0, "0xd0", "0xr0"), draw(1, "0xd1")],
  };
  const credits = [
    credit("0xd0", 1, "0xeva", "2"),
    credit("0xr0", 1, "0xbob", "2"),
    credit("0xd1", 1, "0xeva", "1"),
    credit("0xvoid", 3, "0xpub", "80"),
  ];
  assert.deepEqual(labels(paymentsOf(round, credits)), [
    "Tip for drawing: 0xeva 2",
    "Tip for closing with too few results: 0xbob 2",
    "Tip for drawing again (1): 0xeva 1",
    "Given back to the publisher: 0xpub 80",
  ]);
});

test("a round that waits has paid nothing", () => {
  const round = {
    publisher: "0xpub" as const,
    phase: "OPEN" as const,
    refund: null,
    closedTx: null,
    draws: [draw(0, null)],
  };
  assert.deepEqual([payingTransactions(round), paymentsOf(round, [])], [[], []]);
});
