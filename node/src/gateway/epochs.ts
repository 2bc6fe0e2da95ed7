import { protocolParamsAbi, rewardDistributorAbi } from "@assay/sdk/abi";
import { encodeDocument, parseDocument } from "@assay/sdk/documents";
import { allocateEpoch, type ModelFees } from "@assay/sdk/hashing";
import type { Address, Hex } from "viem";
import type { ChainClient } from "../chain/clients.ts";
import type { Outbox } from "../chain/outbox.ts";
import type { Deployment } from "../config.ts";
import type { Graph } from "../graph.ts";
import type { Logger } from "../log.ts";
import type { Ipfs } from "../storage/ipfs.ts";
import type { Settlement } from "./settlement.ts";

const STATE = /* GraphQL */ `
  query RewardState {
    epochs: epoches(first: 1, orderBy: epoch, orderDirection: desc) { epoch cid finalAt }
    feeFundings(first: 1000, orderBy: funded) { gateway amount statementHash statementCid }
  }`;

const MODEL = /* GraphQL */ `
  query ModelFees($id: ID!) {
    model(id: $id) {
      publisher trainer baseAuthor
      latestShareTable { tableHash tableCid round { id paramSet { splitBps } seats(where: { state: PAID }, orderBy: seat) { evaluator { id } } } }
    }
  }`;

interface RewardState {
  epochs: { epoch: string; cid: string; finalAt: string }[];
  feeFundings: { gateway: Address; amount: string; statementHash: Hex; statementCid: string }[];
}

interface GraphModel {
  model: {
    publisher: Address;
    trainer: Address;
    baseAuthor: Address;
    latestShareTable: {
      tableHash: Hex;
      tableCid: string;
      round: { id: string; paramSet: { splitBps: number[] }; seats: { evaluator: { id: Address } }[] };
    } | null;
  } | null;
}

export interface EpochOptions {
  graph: Graph;
  ipfs: Ipfs;
  client: ChainClient;
  outbox: Outbox;
  settlement: Settlement;
  deployment: Deployment;
  treasury: Address;
  log: Logger;
}

/**
 * Posts the next reward epoch when the last one is final and fees wait. Everything is computed from chain and IPFS, so
 * anyone can post the same root or show that a posted one is wrong. Fees of a model without a share table wait.
 */
export function createEpochPoster({
  graph,
  ipfs,
  client,
  outbox,
  settlement,
  deployment,
  treasury,
  log,
}: EpochOptions) {
  const { rewards, params, token } = deployment.addresses;

  /** What a model's fees are divided by, or undefined while its share table is missing. */
  async function modelFees(modelId: string, amount: bigint) {
    const { model } = await graph.query<GraphModel>(MODEL, { id: modelId });
    const table = model?.latestShareTable;
    if (model == null || table == null) return undefined;
    const document = parseDocument("attribution", await ipfs.getBytes(table.tableCid));
    const fees: ModelFees = {
      modelId: BigInt(modelId),
      amount,
      splitBps: table.round.paramSet.splitBps,
      publisher: model.publisher,
      trainer: model.trainer,
      baseAuthor: model.baseAuthor,
      evaluators: table.round.seats.map(({ evaluator }) => evaluator.id),
      shares: document.shares.map(({ contributor, ppm }) => ({ contributor: contributor as Address, ppm })),
    };
    return { fees, tableCid: table.tableCid, tableHash: table.tableHash };
  }

  async function previousEpoch(cid: string | undefined) {
    if (cid === undefined) return { leaves: [], paid: new Map<string, bigint>() };
    const document = parseDocument("epoch", await ipfs.getBytes(cid));
    return {
      leaves: document.leaves.map(({ account, cumulative }) => ({
        account: account as Address,
        cumulative: BigInt(cumulative),
      })),
      paid: new Map(document.paid.map(({ modelId, amount }) => [modelId, BigInt(amount)])),
    };
  }

  /** Fees ever stated, by model. */
  async function statedFees(fundings: RewardState["feeFundings"]): Promise<Map<string, bigint>> {
    const stated = new Map<string, bigint>();
    for (const { statementCid } of fundings) {
      const document = parseDocument("statement", await ipfs.getBytes(statementCid));
      for (const { modelId, amount } of document.fees)
        stated.set(modelId, (stated.get(modelId) ?? 0n) + BigInt(amount));
    }
    return stated;
  }

  return {
    /** Posts at most one epoch. Returns its number, or undefined when there was nothing to post. */
    async post(): Promise<bigint | undefined> {
      const state = await graph.query<RewardState>(STATE);
      const last = state.epochs[0];
      const { timestamp } = await client.getBlock();
      if (last !== undefined && timestamp < BigInt(last.finalAt)) return undefined;
      const previous = await previousEpoch(last?.cid);
      const stated = await statedFees(state.feeFundings);
      const due = [...stated]
        .map(([modelId, amount]) => ({ modelId, amount: amount - (previous.paid.get(modelId) ?? 0n) }))
        .filter(({ amount }) => amount > 0n);
      const ready = (await Promise.all(due.map(({ modelId, amount }) => modelFees(modelId, amount)))).filter(
        (entry) => entry !== undefined,
      );
      if (ready.length === 0) return undefined;

      const allocation = allocateEpoch({
        fees: ready.map(({ fees }) => fees),
        treasury,
        token,
        previous: previous.leaves,
      });
      const epoch = BigInt(last?.epoch ?? "0") + 1n;
      const paid = new Map(previous.paid);
      for (const { fees } of ready)
        paid.set(fees.modelId.toString(), (paid.get(fees.modelId.toString()) ?? 0n) + fees.amount);
      const document = encodeDocument("epoch", {
        schemaVersion: 1,
        chainId: deployment.chainId,
        distributor: rewards,
        token,
        treasury,
        epoch: epoch.toString(),
        ...(last === undefined ? {} : { previousCid: last.cid }),
        statements: state.feeFundings.map(({ statementHash, statementCid }) => ({
          hash: statementHash,
          cid: statementCid,
        })),
        fees: ready.map(({ fees, tableCid, tableHash }) => ({
          ...fees,
          modelId: fees.modelId.toString(),
          amount: fees.amount.toString(),
          splitBps: [...fees.splitBps],
          evaluators: [...fees.evaluators],
          shares: [...fees.shares],
          tableCid,
          tableHash,
        })),
        paid: [...paid].map(([modelId, amount]) => ({ modelId, amount: amount.toString() })),
        allocations: allocation.allocations.map((entry) => ({
          ...entry,
          modelId: entry.modelId.toString(),
          amount: entry.amount.toString(),
        })),
        leaves: allocation.leaves.map(({ account, cumulative }) => ({ account, cumulative: cumulative.toString() })),
        root: allocation.root,
        sumRoot: allocation.sumRoot,
        total: allocation.total.toString(),
      });
      const cid = await ipfs.addBytes(document.bytes);
      const set = await client.readContract({ address: params, abi: protocolParamsAbi, functionName: "currentId" });
      const { epochBond } = await client.readContract({
        address: params,
        abi: protocolParamsAbi,
        functionName: "get",
        args: [set],
      });
      await settlement.approveRewards(epochBond);
      const receipt = await outbox.call(`epoch:${epoch}:${document.hash}`, rewards, {
        abi: rewardDistributorAbi,
        functionName: "postEpoch",
        args: [allocation.root, allocation.sumRoot, allocation.total, document.hash, cid],
      });
      log.info("epoch_posted", { epoch, total: allocation.total, cid, tx: receipt.transactionHash });
      return epoch;
    },
    /** Takes back the bond of the newest epoch once it is final. */
    async returnBonds(): Promise<void> {
      const { epochs } = await graph.query<RewardState>(STATE);
      const last = epochs[0];
      if (last === undefined || (await client.getBlock()).timestamp < BigInt(last.finalAt)) return;
      const key = `bond:${last.epoch}`;
      const stored = await client.readContract({
        address: rewards,
        abi: rewardDistributorAbi,
        functionName: "epochOf",
        args: [BigInt(last.epoch)],
      });
      if (stored.settled || stored.poster.toLowerCase() !== outbox.address.toLowerCase()) return;
      await outbox.call(key, rewards, {
        abi: rewardDistributorAbi,
        functionName: "returnBond",
        args: [BigInt(last.epoch)],
      });
    },
  };
}
