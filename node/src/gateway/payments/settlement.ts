import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { encodeDocument } from "@assay/sdk/documents";
import type { Address, Hex } from "viem";
import { allow } from "../../platform/chain/allowance.ts";
import type { ChainClient } from "../../platform/chain/clients.ts";
import { RevertError } from "../../platform/chain/outbox/intent.ts";
import { onceKey } from "../../platform/chain/outbox/numbering.ts";
import type { Outbox } from "../../platform/chain/outbox/outbox.ts";
import type { Database } from "../../platform/database.ts";
import { forAll } from "../../platform/eachItem.ts";
import type { Ipfs } from "../../platform/ipfs/ipfs.ts";
import type { Logger } from "../../platform/log.ts";
import { createParkedPayments } from "./parked.ts";
import { createRedemptions, isOutOfGas, refusalOf } from "./redemptions.ts";
import {
  closeStatement,
  openStatements,
  type StoredStatement,
  storeStatement,
  unstatedFees,
} from "./settlementStore.ts";
import type { ChannelState, VoucherDesk } from "./voucherDesk.ts";

export interface SettlementOptions {
  db: Database;
  desk: VoucherDesk;
  outbox: Outbox;
  client: ChainClient;
  deployment: Deployment;
  ipfs: Ipfs;
  log: Logger;
  /** routing policy in force; its hash goes on chain inside the statement's */
  policy?: { hash: Hex; cid: string };
  readChannel(payer: Address): Promise<ChannelState>;
  /** milliseconds since 1970 */
  now?: () => number;
}

/**
 * Turns accepted vouchers into money: redeems them, then pays the fee part into the RewardDistributor with a statement
 * that names every fee by model. Each step is stored before it is sent and keyed, so a kill repeats nothing.
 */
export function createSettlement(options: SettlementOptions) {
  const { db, outbox, client, deployment, ipfs, log, policy } = options;
  const { rewards, token } = deployment.addresses;
  const parked = createParkedPayments(db, options.now);

  const redemptions = createRedemptions({ ...options, parked });

  /** Writes one statement over all fees that are in none yet. */
  async function openStatement(): Promise<void> {
    const rows = await unstatedFees(db);
    if (rows.length === 0) return;
    const fees = [...Map.groupBy(rows, (row) => row.model_id)].map(([modelId, own]) => ({
      modelId,
      amount: own.reduce((sum, row) => sum + BigInt(row.amount), 0n).toString(),
    }));
    const total = rows.reduce((sum, row) => sum + BigInt(row.amount), 0n);
    const document = encodeDocument("statement", {
      schemaVersion: 1,
      chainId: deployment.chainId,
      gateway: outbox.address,
      token,
      redemptions: rows.map((row) => ({
        payer: row.payer,
        cumulative: row.cumulative,
        modelId: row.model_id,
        feeAmount: row.amount,
        txHash: row.tx_hash,
      })),
      fees,
      total: total.toString(),
      ...(policy === undefined ? {} : { policy }),
    });
    const cid = await ipfs.addBytes(document.bytes);
    await storeStatement(db, { hash: document.hash, cid, amount: total.toString() }, rows);
  }

  async function fund({ hash, cid, amount }: StoredStatement): Promise<void> {
    await approveRewards(BigInt(amount));
    const funding = { amount: BigInt(amount), statementHash: hash, statementCid: cid };
    // The contract would take a statement twice, so one that reverted is tried again only when that is final.
    const key = await onceKey(outbox, `fund:${hash}`);
    const receipt = await outbox.call(key, calls.rewards.fund(deployment, funding));
    await closeStatement(db, hash, receipt.transactionHash);
    log.info("fees_funded", { amount, cid, tx: receipt.transactionHash });
  }

  /** Pays in for every statement; one that the chain refuses is parked. Throws the other faults, after all were tried. */
  async function fundOpen(): Promise<void> {
    const open = await openStatements(db);
    const nameOf = ({ hash }: StoredStatement): string => `statement ${hash}`;
    await parked.keepOnly("statement", new Set(open.map(nameOf)));
    await forAll(open, async (statement) => {
      const id = nameOf(statement);
      if (!(await parked.isDue(id))) return;
      try {
        await fund(statement);
      } catch (error) {
        if (!(error instanceof RevertError) || isOutOfGas(error)) throw error;
        const reason = refusalOf(error);
        if (await parked.refuse(id, reason)) log.warn("payment_parked", { id, reason });
      }
    });
  }

  const approveRewards = (amount: bigint): Promise<void> =>
    allow({ client, outbox, deployment }, { key: `approve:rewards:${rewards}`, spender: rewards, amount });

  return {
    approveRewards,
    /** One pass over every step; each continues what an earlier pass left open, whatever became of the step before it. */
    async settle(): Promise<void> {
      await forAll([redemptions.redeem, openStatement, fundOpen], (step) => step());
    },
    /** What waits by itself, for whoever runs this gateway. */
    parked: parked.list,
  };
}
