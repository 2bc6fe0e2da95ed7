import assert from "node:assert/strict";
import { test } from "node:test";
import type { TransactionReceipt } from "viem";
import type { OutboxState, RevertError } from "./intent.ts";
import type { Outbox } from "./outbox.ts";
import { resending } from "./resending.ts";

const TO = "0x0000000000000000000000000000000000000001";

/** An outbox in which the first `failing` transactions of every intent revert. */
function failingOutbox(failing: number) {
  const states = new Map<string, OutboxState>();
  const sent: string[] = [];
  const send = async ({ key }: { key: string }): Promise<TransactionReceipt> => {
    if (states.get(key) === "mined") return {} as TransactionReceipt;
    sent.push(key);
    const isLost = sent.length <= failing;
    states.set(key, !isLost ? "mined" : sent.length % 2 === 1 ? "reverted" : "cancelled");
    if (isLost) throw new Error("reverted") as RevertError;
    return {} as TransactionReceipt;
  };
  const outbox: Pick<Outbox, "send" | "stateOf"> = { send, stateOf: async (key) => states.get(key) };
  return { outbox: resending(outbox as Outbox), sent };
}

test("behavior: a reverted or cancelled intent is sent again under the next number, a mined one never", async () => {
  const { outbox, sent } = failingOutbox(2);
  for (let i = 0; i < 2; i++) await assert.rejects(outbox.send({ key: "draw:1", to: TO }));
  assert.equal(await outbox.stateOf("draw:1"), undefined);
  await outbox.send({ key: "draw:1", to: TO });
  await outbox.send({ key: "draw:1", to: TO });
  assert.deepEqual(sent, ["draw:1", "draw:1#1", "draw:1#2"]);
  assert.equal(await outbox.stateOf("draw:1"), "mined");
});
