import assert from "node:assert/strict";
import { test } from "node:test";
import { type CreditRecord, payingTransactions, paymentsOf } from "./money.ts";

const credit = (txHash: string, logIndex: number, account: string, amount: string): CreditRecord => ({
  txHash,
  logIndex,
  account,
  amount,
});
const draw = (redraw: number, drawnTx: string | null, reopenedTx: string | null = null) => ({
  redraw,
  drawnTx,
  reopenedTx,
});
const labels = (payments: { label: string; account: string; amount: string }[]) =>
  payments.map(({ label, account, amount }) => `${label}: ${account} ${amount}`);

test("a final round: tips for draw and close, the rest to the publisher, whoever sent the transactions", () => {
  const round = { publisher: "pub", phase: "FINAL", refund: null, closedTx: "close", draws: [draw(0, "draw")] };
  const credits = [credit("close", 9, "pub", "5"), credit("close", 2, "pub", "3"), credit("draw", 4, "eva", "6")];
  assert.deepEqual(payingTransactions(round), ["draw", "close"]);
  assert.deepEqual(labels(paymentsOf(round, credits)), [
    "Tip for drawing: eva 6",
    "Tip for closing: pub 3",
    "What was left, to the publisher: pub 5",
  ]);
});

test("a round drawn again and then void: every tip, and the refund", () => {
  const round = {
    publisher: "pub",
    phase: "VOID",
    refund: "80",
    closedTx: "void",
    draws: [draw(0, "d0", "r0"), draw(1, "d1")],
  };
  const credits = [
    credit("d0", 1, "eva", "2"),
    credit("r0", 1, "bob", "2"),
    credit("d1", 1, "eva", "1"),
    credit("void", 3, "pub", "80"),
  ];
  assert.deepEqual(labels(paymentsOf(round, credits)), [
    "Tip for drawing: eva 2",
    "Tip for closing with too few results: bob 2",
    "Tip for drawing again (1): eva 1",
    "Given back to the publisher: pub 80",
  ]);
});

test("a round that waits has paid nothing", () => {
  const round = { publisher: "pub", phase: "OPEN", refund: null, closedTx: null, draws: [draw(0, null)] };
  assert.deepEqual([payingTransactions(round), paymentsOf(round, [])], [[], []]);
});
