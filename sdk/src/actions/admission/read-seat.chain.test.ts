import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { ROUND } from "../../../../test/support/documents.ts";
import { holderOf } from "../../../../test/support/round.ts";
import { readSeat } from "./read-seat.ts";

test("default: who holds a seat, and what became of it", async () => {
  const chain = await chainAt("drawn");
  const { client, deployment } = chain;
  const seat = await readSeat(client, { deployment, ...ROUND, seat: 0 });
  assert.equal(seat.evaluator, (await holderOf(chain, 0)).account.address);
  assert.equal(seat.status, "Drawn");
  assert.notEqual(seat.stakerId, 0);
  const revealed = await chainAt("revealed");
  const { status } = await readSeat(revealed.client, { deployment: revealed.deployment, ...ROUND, seat: 0 });
  assert.equal(status, "Revealed");
});
