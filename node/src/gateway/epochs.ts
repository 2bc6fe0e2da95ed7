import { protocolParamsAbi, rewardDistributorAbi } from "@assay/sdk/abi";
import type { Deployment } from "@assay/sdk/deployment";
import { encodeDocument, parseDocument } from "@assay/sdk/documents";
import { allocateEpoch, type ModelFees } from "@assay/sdk/hashing";
import { type Address, type Hex, keccak256 } from "viem";
import type { ChainClient } from "../chain/clients.ts";
import type { Outbox } from "../chain/outbox.ts";
import { AppError } from "../errors.ts";
import type { Graph } from "../graph.ts";
import type { Logger } from "../log.ts";
import type { Ipfs } from "../storage/ipfs.ts";
import { createFundings } from "./fundings.ts";
import type { Settlement } from "./settlement.ts";

const PPM = 1_000_000;
const TABLE_LIMIT_BYTES = 16 * 1024 * 1024;
const FETCH_TIMEOUT_MS = 20_000;

const STATE = /* GraphQL */ `
  query RewardState {
    epochs: epoches(first: 1, orderBy: epoch, orderDirection: desc) { epoch cid finalAt root attributionHash }
  }`;

const OWN_BONDS = /* GraphQL */ `
  query OwnBonds($poster: Bytes!, $now: BigInt!) {
    epochs: epoches(first: 100, where: { poster: $poster, bondReturned: null, finalAt_lte: $now }) { epoch }
  }`;

const MODEL = /* GraphQL */ `
  query ModelFees($id: ID!) {
    model(id: $id) {
      publisher trainer baseAuthor
      latestShareTable { tableHash tableCid round { id paramSet { splitBps } seats(where: { state: PAID }, orderBy: seat) { evaluator { id } } } }
    }
  }`;

interface RewardState {
  epochs: { epoch: string; cid: string; finalAt: string; root: Hex; attributionHash: Hex }[];
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
  const fundings = createFundings({ graph, ipfs, deployment, log });
  /** Models whose table was already reported as unusable, so that the log says it once. */
  const reported = new Set<string>();

  /** What a model's fees are divided by, or undefined while its share table is missing. */
  async function readModelFees(modelId: string, amount: bigint) {
    const { model } = await graph.query<GraphModel>(MODEL, { id: modelId });
    const table = model?.latestShareTable;
    if (model == null || table == null) return undefined;
    const bytes = await ipfs.getBytes(table.tableCid, {
      limitBytes: TABLE_LIMIT_BYTES,
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    });
    const document = parseDocument("attribution", bytes);
    const sum = document.shares.reduce((parts, { ppm }) => parts + ppm, 0);
    if (keccak256(bytes) !== table.tableHash || document.modelId !== modelId || sum !== PPM)
      throw new AppError(
        "share_table_invalid",
        `The share table ${table.tableCid} is not the one registered for model ${modelId} or does not add up to ${PPM} ppm.`,
        { status: 502 },
      );
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

  /** A table is posted by its model's publisher or trainer: one that is missing or wrong holds up that model alone. */
  async function modelFees(modelId: string, amount: bigint) {
    try {
      const found = await readModelFees(modelId, amount);
      reported.delete(modelId);
      return found;
    } catch (error) {
      if (!reported.has(modelId)) log.warn("share_table_refused", { model: modelId, error });
      reported.add(modelId);
      return undefined;
    }
  }

  /** Leaves and sums the next epoch adds to, checked against what is on chain. */
  async function previousEpoch(last: RewardState["epochs"][number] | undefined) {
    if (last === undefined) return { leaves: [], paid: new Map<string, bigint>() };
    const bytes = await ipfs.getBytes(last.cid);
    const document = parseDocument("epoch", bytes);
    if (keccak256(bytes) !== last.attributionHash || document.root !== last.root)
      throw new AppError("epoch_invalid", `Epoch ${last.epoch} is not what ${last.cid} says; no epoch follows it.`, {
        status: 502,
      });
    return {
      leaves: document.leaves.map(({ account, cumulative }) => ({
        account: account as Address,
        cumulative: BigInt(cumulative),
      })),
      paid: new Map(document.paid.map(({ modelId, amount }) => [modelId, BigInt(amount)])),
    };
  }

  return {
    /** Posts at most one epoch. Returns its number, or undefined when there was nothing to post. */
    async post(): Promise<bigint | undefined> {
      const state = await graph.query<RewardState>(STATE);
      const last = state.epochs[0];
      // The index may be behind: an epoch built on an older one than the chain's newest would name the wrong previous one.
      const current = await client.readContract({
        address: rewards,
        abi: rewardDistributorAbi,
        functionName: "currentEpoch",
      });
      if (current !== BigInt(last?.epoch ?? "0")) return undefined;
      const { timestamp } = await client.getBlock();
      if (last !== undefined && timestamp < BigInt(last.finalAt)) return undefined;
      const previous = await previousEpoch(last);
      const stated = await fundings.read();
      const due = [...stated.fees]
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
        statements: stated.statements,
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
    /** Takes back the bonds of this account's final epochs; who posts the next one does not matter. */
    async returnBonds(): Promise<void> {
      const { timestamp } = await client.getBlock();
      const { epochs } = await graph.query<{ epochs: { epoch: string }[] }>(OWN_BONDS, {
        poster: outbox.address.toLowerCase(),
        now: timestamp.toString(),
      });
      for (const { epoch } of epochs) {
        const args = [BigInt(epoch)] as const;
        const stored = await client.readContract({
          address: rewards,
          abi: rewardDistributorAbi,
          functionName: "epochOf",
          args,
        });
        if (!stored.settled)
          await outbox.call(`bond:${epoch}`, rewards, { abi: rewardDistributorAbi, functionName: "returnBond", args });
      }
    },
  };
}
