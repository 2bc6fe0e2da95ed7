import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { type EpochDocument, encodeDocument, parseDocument } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { EpochRulesDocument, ModelFeesDocument } from "@assay/sdk/graph";
import { allocateEpoch, type EpochAllocation, type ModelFees, payableFees } from "@assay/sdk/hashing";
import { type Address, type Hex, keccak256 } from "viem";
import type { ChainClient } from "../platform/chain/clients.ts";
import type { Graph } from "../platform/graph.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import type { Logger } from "../platform/log.ts";
import type { EpochBase, EpochChain } from "./epochChain.ts";
import { createFundings } from "./fundings.ts";

const PPM = 1_000_000;
const TABLE_LIMIT_BYTES = 16 * 1024 * 1024;
const FETCH_TIMEOUT_MS = 20_000;

/** A model that can be paid: its fees' divisor and stake. */
interface Payee {
  fees: Omit<ModelFees, "amount">;
  stake: bigint;
  tableCid: string;
  tableHash: Hex;
}

export interface ComputedEpoch {
  bytes: Uint8Array;
  hash: Hex;
  allocation: EpochAllocation;
}

export interface EpochComputerOptions {
  graph: Graph;
  ipfs: Ipfs;
  client: ChainClient;
  deployment: Deployment;
  chain: EpochChain;
  log: Logger;
}

/** Computes epochs from chain and IPFS as of a block, so that anyone gets the same roots and the same epoch.json. */
export function createEpochComputer({ graph, ipfs, client, deployment, chain, log }: EpochComputerOptions) {
  const { rewards, token } = deployment.addresses;
  const fundings = createFundings({ graph, ipfs, deployment, log });
  /** Models whose table was already reported as unusable, so that the log says it once. */
  const reported = new Set<string>();

  /** What a model's fees are divided by, or undefined while its share table is missing. */
  async function readPayee(modelId: string, block: number): Promise<Payee | undefined> {
    const { model } = await graph.query(ModelFeesDocument, { id: modelId, block });
    const table = model?.latestShareTable;
    if (model == null || table == null) return undefined;
    const bytes = await ipfs.getBytes(table.tableCid, {
      limitBytes: TABLE_LIMIT_BYTES,
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    });
    const document = parseDocument("attribution", bytes);
    const sum = document.shares.reduce((parts, { ppm }) => parts + ppm, 0);
    if (keccak256(bytes) !== table.tableHash || document.modelId !== modelId || sum !== PPM)
      throw new AssayError(
        `The share table ${table.tableCid} is not the one registered for model ${modelId} or does not add up to ${PPM} ppm.`,
        { code: "share_table_invalid", status: 502 },
      );
    const fees = {
      modelId: BigInt(modelId),
      splitBps: table.round.paramSet.splitBps,
      publisher: model.publisher,
      trainer: model.trainer,
      baseAuthor: model.baseAuthor,
      evaluators: table.round.seats.map(({ evaluator }) => evaluator.id),
      shares: document.shares.map(({ contributor, ppm }) => ({ contributor: contributor as Address, ppm })),
    };
    return { fees, stake: BigInt(model.stake), tableCid: table.tableCid, tableHash: table.tableHash };
  }

  /** A table is posted by its model's publisher or trainer: one that is missing or wrong holds up that model alone. */
  async function payeeOf(modelId: string, block: number): Promise<Payee | undefined> {
    try {
      const found = await readPayee(modelId, block);
      reported.delete(modelId);
      return found;
    } catch (error) {
      if (!reported.has(modelId)) log.warn("share_table_refused", { model: modelId, error });
      reported.add(modelId);
      return undefined;
    }
  }

  async function exposureAt(block: number): Promise<number> {
    const { protocol } = await graph.query(EpochRulesDocument, {
      block,
    });
    const set = protocol?.currentParamSet?.id;
    if (set === undefined)
      throw new AssayError(`The index shows no parameters at block ${block}.`, { code: "params_unknown" });
    const found = await client.readContract(calls.params.get(deployment, { paramSetId: BigInt(set) }));
    return found.exposureBps;
  }

  return {
    /**
     * Epoch `epoch` as of `block`, or undefined when it would pay nothing. `given` is another node's epoch.json: then only
     * what it names is read, and what of it can't be read is an error.
     */
    async compute(
      epoch: bigint,
      block: number,
      base: EpochBase,
      given?: EpochDocument,
    ): Promise<ComputedEpoch | undefined> {
      const stated = await fundings.read(block, given?.statements);
      const named = given === undefined ? undefined : new Set(given.fees.map(({ modelId }) => modelId));
      const payees = new Map<bigint, Payee & { waiting: bigint }>();
      for (const [modelId, amount] of stated.fees) {
        const waiting = amount - (base.paid.get(modelId) ?? 0n);
        if (waiting <= 0n || (named !== undefined && !named.has(modelId))) continue;
        const payee = await payeeOf(modelId, block);
        if (payee !== undefined) payees.set(BigInt(modelId), { ...payee, waiting });
        else if (named !== undefined)
          throw new AssayError(`Model ${modelId} has no share table to check by.`, {
            code: "share_table_unread",
            status: 502,
          });
      }
      const exposureBps = await exposureAt(block);
      const room = stated.funded - base.total;
      const ready = payableFees(
        [...payees].map(([modelId, { waiting, stake }]) => ({ modelId, waiting, stake })),
        exposureBps,
        room,
      ).flatMap((fee) => {
        const payee = payees.get(fee.modelId);
        return payee === undefined ? [] : [{ ...payee, ...fee, fees: { ...payee.fees, amount: fee.amount } }];
      });
      if (ready.every(({ amount }) => amount === 0n)) return undefined;

      const treasury = await chain.treasury();
      const allocation = allocateEpoch({
        fees: ready.map(({ fees }) => fees),
        treasury,
        token,
        previous: base.leaves,
      });
      const paid = new Map(base.paid);
      for (const { modelId, amount } of ready)
        paid.set(modelId.toString(), (paid.get(modelId.toString()) ?? 0n) + amount);
      const document = encodeDocument("epoch", {
        schemaVersion: 2,
        chainId: deployment.chainId,
        distributor: rewards,
        token,
        treasury,
        epoch: epoch.toString(),
        asOfBlock: block,
        exposureBps,
        ...(base.cid === undefined ? {} : { previousCid: base.cid }),
        statements: stated.statements,
        fees: ready.map(({ fees, waiting, stake, tableCid, tableHash }) => ({
          ...fees,
          modelId: fees.modelId.toString(),
          waiting: waiting.toString(),
          stake: stake.toString(),
          amount: fees.amount.toString(),
          splitBps: [...fees.splitBps],
          evaluators: [...fees.evaluators],
          shares: [...fees.shares],
          tableCid,
          tableHash,
        })),
        carried: ready
          .filter(({ waiting, amount }) => waiting > amount)
          .map(({ modelId, waiting, amount }) => ({
            modelId: modelId.toString(),
            amount: (waiting - amount).toString(),
          })),
        paid: [...paid]
          .filter(([, amount]) => amount > 0n)
          .map(([modelId, amount]) => ({ modelId, amount: amount.toString() })),
        allocations: allocation.allocations.map((entry) => ({
          ...entry,
          modelId: entry.modelId.toString(),
          amount: entry.amount.toString(),
        })),
        leaves: allocation.leaves.map(({ account, cumulative }) => ({ account, cumulative: cumulative.toString() })),
        depth: allocation.depth,
        root: allocation.root,
        sumRoot: allocation.sumRoot,
        total: allocation.total.toString(),
      });
      return { bytes: document.bytes, hash: document.hash, allocation };
    },
  };
}

export type EpochComputer = ReturnType<typeof createEpochComputer>;
