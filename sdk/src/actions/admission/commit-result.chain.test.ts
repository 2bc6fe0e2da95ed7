import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { hashOf, ROUND } from "../../../../test/support/documents.ts";
import { holderOf, resultOf } from "../../../../test/support/round.ts";
import { commitResult } from "./commit-result.ts";
import { readSeat } from "./read-seat.ts";

test("default: a seat commits, and its commitment stands in the chain", async () => {
  const chain = await chainAt("keyed");
  const { deployment } = chain;
  const client = await holderOf(chain, 0);
  const { commitment } = await resultOf(chain, client, 0);
  const committed = await commitResult(client, { deployment, ...ROUND, seat: 0, commitment });
  assert.deepEqual([committed.roundId, committed.seat, committed.commitment], [1n, 0, commitment]);
  const { status, result } = await readSeat(client, { deployment, ...ROUND, seat: 0 });
  assert.deepEqual([status, result], ["Committed", commitment]);
});

test("error: only the seat's holder commits", async () => {
  const { deployment, wallet } = await chainAt("keyed");
  const commitment = hashOf("commitment");
  await assert.rejects(commitResult(wallet("publisher"), { deployment, ...ROUND, seat: 0, commitment }), {
    code: "REVERT_NOT_SEAT",
  });
});
