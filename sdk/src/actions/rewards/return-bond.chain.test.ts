import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { readParams } from "../params/read-params.ts";
import { readEpoch } from "./read-epoch.ts";
import { returnBond } from "./return-bond.ts";

test("default: the bond goes back to the poster of a final epoch", async () => {
  const { deployment, wallet, address, client } = await chainAt("paying");
  const { epochBond } = await readParams(client, { deployment });
  const returned = await returnBond(wallet("ada"), { deployment, epoch: 1n });
  assert.deepEqual([returned.poster, returned.amount], [address("gateway"), epochBond]);
  assert.equal((await readEpoch(client, { deployment, epoch: 1n })).settled, true);
});

test("error: the epoch is pending", async () => {
  const { deployment, wallet } = await chainAt("posted");
  await assert.rejects(returnBond(wallet("gateway"), { deployment, epoch: 1n }), { code: "REVERT_EPOCH_NOT_FINAL" });
});
