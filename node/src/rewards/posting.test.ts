/** An epoch that waits to be mined is posted once, although every look computes it from a newer block. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ContractCall } from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { encodeDocument } from "@assay/sdk/documents";
import { numberToHex, zeroHash } from "viem";
import { local } from "../../../ignition/parameters/local.ts";
import type { OutboxState } from "../platform/chain/outbox/intent.ts";
import type { Outbox } from "../platform/chain/outbox/outbox.ts";
import type { Graph } from "../platform/graph.ts";
import { silentLogger } from "../platform/log.ts";
import { chainDouble } from "../testing/chainDouble.ts";
import { memoryIpfs } from "../testing/memoryIpfs.ts";
import { createEpochPoster } from "./epochs.ts";

const at = (n: number) => numberToHex(n, { size: 20 });
const addresses = { token: at(4), rewards: at(5), params: at(6), stake: at(7) };
const deployment = { chainId: 31_337, addresses } as unknown as Deployment;

test("behavior: while one post waits no second one is queued, and after it a new one has the next number", async () => {
  const ipfs = memoryIpfs();
  const parts = { schemaVersion: 1, chainId: 31_337 } as const;
  const redemption = { payer: at(3), cumulative: "10", modelId: "1", feeAmount: "10", txHash: zeroHash };
  const fees = [{ modelId: "1", amount: "10" }];
  const stated = { gateway: at(3), token: addresses.token, redemptions: [redemption], fees, total: "10" };
  const statement = encodeDocument("statement", { ...parts, ...stated });
  const shares = [{ contributor: at(9), ppm: 1_000_000 }];
  const judged = { modelId: "1", roundId: "1", adapterHash: zeroHash, seed: zeroHash, itemsCid: "bafyitems" };
  const table = encodeDocument("attribution", { ...parts, ...judged, shares });
  const [statementCid, tableCid] = [await ipfs.addBytes(statement.bytes), await ipfs.addBytes(table.bytes)];
  let block = 10;
  const graph = {
    async query<T>(asked: object): Promise<T> {
      const document = asked.toString();
      if (document.includes("IndexHead")) return { _meta: { block: { number: block } } } as T;
      if (document.includes("EpochRules")) return { protocol: { currentParamSet: { id: "1" } } } as T;
      const funding = { funded: "10", gateway: at(3), amount: "10", statementHash: statement.hash, statementCid };
      if (document.includes("Fundings")) return { feeFundings: [funding] } as T;
      const round = { id: "1", paramSet: { splitBps: [3500, 2500, 1500, 1000, 500, 1000] }, seats: [] };
      const owners = { publisher: at(1), trainer: at(2), baseAuthor: at(3), stake: "1000" };
      return { model: { ...owners, latestShareTable: { tableCid, tableHash: table.hash, round } } } as T;
    },
  } as Graph;
  const chain = chainDouble({
    currentEpoch: () => 0n,
    currentId: () => 1n,
    get: () => local.paramSet,
    TREASURY: () => at(8),
  });
  const client = { ...chain.client, getBlockNumber: async () => BigInt(block + 1) };
  const states: Record<string, OutboxState> = {};
  const sent: [key: string, asOfBlock: bigint][] = [];
  const outbox = {
    address: at(3),
    stateOf: async (key: string) => states[key],
    async call(key: string, call: ContractCall) {
      const [{ asOfBlock }] = call.args as readonly [{ asOfBlock: bigint }];
      sent.push([key, asOfBlock]);
      return { transactionHash: zeroHash };
    },
  } as unknown as Outbox;
  const approveRewards = async () => undefined;
  const epochs = createEpochPoster({ graph, ipfs, client, outbox, approveRewards, deployment, log: silentLogger });
  await epochs.post();
  states["epoch:1"] = "signed";
  block = 11;
  await epochs.post();
  // It was mined and discarded, so its number is free again.
  states["epoch:1"] = "mined";
  block = 12;
  await epochs.post();
  assert.deepEqual(sent, [
    ["epoch:1", 10n],
    ["epoch:1", 11n],
    ["epoch:1#1", 12n],
  ]);
});
