import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { ROUND } from "../../../../test/support/documents.ts";
import * as calls from "../../calls/index.ts";
import { auditLeaf } from "../../hashing/judging.ts";
import { readParams } from "../params/read-params.ts";
import { readAudit } from "./read-audit.ts";

test("default: a drawn audit's seed says which trials are run again, and its set who has done so", async () => {
  const { deployment, client } = await chainAt("audited");
  const params = await readParams(client, { deployment });
  const { seed, epoch, posted } = await readAudit(client, { deployment, ...ROUND });
  assert.ok(seed);
  assert.notEqual(epoch, 0);
  assert.deepEqual(posted, [0, 1, 2]);
  for (let index = 0; index < params.auditLeaves; index++) {
    const call = calls.audits.auditLeaf(deployment, { ...ROUND, seat: 1, index });
    const [slot, position] = await client.readContract(call);
    assert.deepEqual(auditLeaf(seed, 1, index, params), { slot, position });
  }
});

test("behavior: nobody has asked for the audit", async () => {
  const { deployment, client } = await chainAt("revealed");
  const audit = await readAudit(client, { deployment, ...ROUND });
  assert.deepEqual(audit, { seed: undefined, epoch: 0, posted: [] });
});
