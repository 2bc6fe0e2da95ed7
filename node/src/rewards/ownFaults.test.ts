/** What a reward epoch leaves out because nobody shows it, and what stops it because this node can't read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Deployment } from "@assay/sdk/deployment";
import { encodeDocument } from "@assay/sdk/documents";
import { numberToHex, zeroHash } from "viem";
import type { Graph } from "../platform/graph.ts";
import { silentLogger } from "../platform/log.ts";
import { type MemoryIpfs, memoryIpfs } from "../testing/memoryIpfs.ts";
import type { EpochChain } from "./epochChain.ts";
import { createEpochComputer } from "./epochDocument.ts";
import { createFundings } from "./fundings.ts";

const OURS = { code: "ipfs_unavailable" };
const gateway = numberToHex(3, { size: 20 });
const deployment = { chainId: 31_337, addresses: { token: numberToHex(4, { size: 20 }) } } as unknown as Deployment;
const NO_BASE = { cid: undefined, leaves: [], depth: 1, paid: new Map<string, bigint>(), total: 0n };

/** An index that knows one payment for model 1 and its share table, neither of which has to be there. */
function indexOf(statement: { cid: string; hash: string }, table: { isAway?: boolean } = {}): Graph {
  const funding = { funded: "10", gateway, amount: "10", statementHash: statement.hash, statementCid: statement.cid };
  const round = { paramSet: { splitBps: [] }, seats: [] };
  const latestShareTable = { tableCid: "nobody's", tableHash: zeroHash, round };
  return {
    async query<T>(asked: object): Promise<T> {
      const document = asked.toString();
      if (document.includes("Fundings")) return { feeFundings: [funding] } as T;
      if (document.includes("EpochRules")) return { protocol: { currentParamSet: { id: "1" } } } as T;
      if (table.isAway) throw new Error("the index is away");
      return { model: { stake: "1", latestShareTable } } as T;
    },
  } as Graph;
}

async function addStatement(ipfs: MemoryIpfs) {
  const fees = [{ modelId: "1", amount: "10" }];
  const parts = { schemaVersion: 1, chainId: 31_337, gateway, token: deployment.addresses.token } as const;
  const redemption = { payer: gateway, cumulative: "10", modelId: "1", feeAmount: "10", txHash: zeroHash };
  const document = encodeDocument("statement", { ...parts, redemptions: [redemption], fees, total: "10" });
  return { cid: await ipfs.addBytes(document.bytes), hash: document.hash };
}

test("statement: one that nobody shows is left out until somebody does; this node's fault stops the reading", async () => {
  const [here, elsewhere] = [memoryIpfs(), memoryIpfs()];
  const statement = await addStatement(elsewhere);
  const fundings = createFundings({ graph: indexOf(statement), ipfs: here, deployment, log: silentLogger });
  assert.equal((await fundings.read(1)).fees.size, 0);
  here.isAway = true;
  await assert.rejects(fundings.read(1), OURS);
  here.isAway = false;
  await addStatement(here);
  assert.deepEqual([...(await fundings.read(1)).fees], [["1", 10n]]);
});

test("share table: one that nobody shows lets its model wait; a fault of this node or of the index stops the epoch", async () => {
  const ipfs = memoryIpfs();
  const table = { isAway: false };
  const graph = indexOf(await addStatement(ipfs), table);
  const client = { readContract: async () => ({ exposureBps: 20_000 }) } as never;
  const computer = createEpochComputer({
    ...{ graph, ipfs, client, log: silentLogger },
    deployment,
    chain: {} as EpochChain,
  });
  assert.equal(await computer.compute(1n, 1, NO_BASE), undefined, "nothing to pay yet");
  ipfs.isAway = true;
  await assert.rejects(computer.compute(1n, 1, NO_BASE), OURS);
  ipfs.isAway = false;
  table.isAway = true;
  await assert.rejects(computer.compute(1n, 1, NO_BASE), /the index is away/);
});
