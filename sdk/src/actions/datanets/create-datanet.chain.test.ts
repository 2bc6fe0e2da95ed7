import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { CID, hashOf } from "../../../../test/support/documents.ts";
import * as calls from "../../calls/index.ts";
import { createDatanet } from "./create-datanet.ts";

test("default: the caller is the curator of the next datanet", async () => {
  const { deployment, wallet, address, client } = await chainAt("published");
  const created = await createDatanet(wallet("ada"), {
    deployment,
    metadataHash: hashOf("datanet 2"),
    metadataCid: CID,
    custodian: address("curator"),
  });
  assert.deepEqual([created.datanetId, created.curator, created.custodian], [2n, address("ada"), address("curator")]);
  assert.equal(await client.readContract(calls.datanets.curatorOf(deployment, { datanetId: 2n })), address("ada"));
});

test("error: a datanet needs its metadata", async () => {
  const { deployment, wallet, address } = await chainAt("published");
  const datanet = { metadataHash: hashOf("datanet 2"), metadataCid: "", custodian: address("ada") };
  await assert.rejects(createDatanet(wallet("ada"), { deployment, ...datanet }), { code: "REVERT_EMPTY_CID" });
});
