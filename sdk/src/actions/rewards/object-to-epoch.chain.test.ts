import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { CID, hashOf } from "../../../../test/support/documents.ts";
import { epochFact } from "../../hashing/reward-trees.ts";
import { readParams } from "../params/read-params.ts";
import { objectToEpoch } from "./object-to-epoch.ts";
import { readClaimable } from "./read-claimable.ts";
import { readEpoch } from "./read-epoch.ts";

const OTHER = { recomputed: hashOf("another"), evidenceCid: CID };

test("default: a jury is asked, and the epoch waits for it", async () => {
  const { deployment, wallet, address, client, pass } = await chainAt("posted");
  const { challengeBond, epochWindow } = await readParams(client, { deployment });
  const posted = epochFact(await readEpoch(client, { deployment, epoch: 1n }));
  const objected = await objectToEpoch(wallet("ada"), { deployment, posted, ...OTHER });
  assert.deepEqual([objected.epoch, objected.objector, objected.bond], [1n, address("ada"), challengeBond]);
  await pass(epochWindow + 1);
  assert.equal((await readClaimable(client, { deployment, account: address("ada") })).epoch, 0n);
});

test("error: what was posted is something else", async () => {
  const { deployment, wallet } = await chainAt("posted");
  await assert.rejects(objectToEpoch(wallet("ada"), { deployment, posted: hashOf("nothing"), ...OTHER }), {
    code: "REVERT_WRONG_FACT",
  });
});
