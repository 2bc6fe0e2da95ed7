import { paymentsAbi } from "@assay/sdk/abi";
import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { encodeDocument } from "@assay/sdk/documents";
import { type Address, type Hex, maxUint256 } from "viem";
import type { ChainClient } from "../../platform/chain/clients.ts";
import { RevertError } from "../../platform/chain/outbox/intent.ts";
import type { Outbox } from "../../platform/chain/outbox/outbox.ts";
import type { Database } from "../../platform/database.ts";
import type { Ipfs } from "../../platform/ipfs/ipfs.ts";
import type { Logger } from "../../platform/log.ts";
import {
  addSettledFees,
  closeBatch,
  closeStatement,
  openBatches,
  openStatements,
  splitBatch,
  storeBatch,
  storeStatement,
  unstatedFees,
} from "./settlementStore.ts";
import type { SignedVoucher } from "./voucher.ts";
import type { ChannelState, VoucherDesk } from "./voucherDesk.ts";

/** Vouchers redeemed in one transaction at most. */
const BATCH = 20;

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
}

/**
 * Turns accepted vouchers into money: redeems them, then pays the fee part into the RewardDistributor with a statement
 * that names every fee by model. Each step is stored before it is sent and keyed, so a kill repeats nothing.
 */
export function createSettlement(options: SettlementOptions) {
  const { db, desk, outbox, client, deployment, ipfs, log, policy, readChannel } = options;
  const { payments, rewards, token } = deployment.addresses;

  /** Vouchers already reported as not covered, so that the log says it once. */
  const reported = new Set<string>();

  const settleFees = (signed: SignedVoucher, txHash: Hex): Promise<void> =>
    desk.markRedeemed(signed, (tx, fees) => addSettledFees(tx, signed, fees, txHash));

  /** The transaction that redeemed at least this voucher: anyone may redeem for the payee, the payer too. */
  async function findRedemption({ voucher }: SignedVoucher): Promise<Hex | undefined> {
    const events = await client.getContractEvents({
      address: payments,
      abi: paymentsAbi,
      eventName: "Redeemed",
      args: { payer: voucher.payer, payee: voucher.payee, token: voucher.token },
      fromBlock: BigInt(deployment.startBlock),
    });
    return events.find(({ args }) => (args.cumulative ?? 0n) >= voucher.cumulative)?.transactionHash;
  }

  /** Whether the chain would pay this voucher now. One that was redeemed elsewhere is booked on the way. */
  async function isPayable(signed: SignedVoucher): Promise<boolean> {
    const { payer, cumulative } = signed.voucher;
    const channel = await readChannel(payer);
    if (channel.redeemed >= cumulative) {
      const txHash = await findRedemption(signed);
      if (txHash !== undefined) await settleFees(signed, txHash);
      return false;
    }
    if (channel.deposited >= cumulative) return true;
    const id = `${payer}:${cumulative}`;
    if (!reported.has(id)) log.warn("voucher_not_covered", { payer, cumulative, deposited: channel.deposited });
    reported.add(id);
    return false;
  }

  /** Stores which vouchers go together before anything is sent. One the chain would refuse must not hold up the rest. */
  async function openBatch(): Promise<void> {
    const batch: SignedVoucher[] = [];
    for (const { signed } of await desk.unredeemed()) {
      if (batch.length === BATCH) break;
      if (signed !== undefined && (await isPayable(signed))) batch.push(signed);
    }
    if (batch.length > 0) await storeBatch(db, batch);
  }

  async function redeemBatch(id: string, batch: SignedVoucher[]): Promise<void> {
    const receipt = await outbox.call(`redeem:${id}`, calls.payments.redeemBatch(deployment, { vouchers: batch }));
    for (const signed of batch) await settleFees(signed, receipt.transactionHash);
    await closeBatch(db, id, receipt.transactionHash);
    log.info("vouchers_redeemed", { count: batch.length, tx: receipt.transactionHash });
  }

  async function redeemOpen(): Promise<void> {
    for (const batch of await openBatches(db)) {
      try {
        await redeemBatch(batch.id, batch.vouchers);
      } catch (error) {
        if (!(error instanceof RevertError)) throw error;
        // Someone redeemed or withdrew meanwhile. Each voucher alone pays or fails for itself; the next pass looks again.
        log.warn("redemption_refused", { count: batch.vouchers.length, error });
        await splitBatch(db, batch);
      }
    }
  }

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

  async function fundOpen(): Promise<void> {
    for (const { hash, cid, amount } of await openStatements(db)) {
      await approveRewards(BigInt(amount));
      const funding = { amount: BigInt(amount), statementHash: hash, statementCid: cid };
      const receipt = await outbox.call(`fund:${hash}`, calls.rewards.fund(deployment, funding));
      await closeStatement(db, hash, receipt.transactionHash);
      log.info("fees_funded", { amount, cid, tx: receipt.transactionHash });
    }
  }

  /** One approval for good: the distributor is immutable and takes only what this gateway calls it to take. */
  async function approveRewards(amount: bigint): Promise<void> {
    const parties = { owner: outbox.address, spender: rewards };
    if ((await client.readContract(calls.token.allowance(deployment, parties))) >= amount) return;
    await outbox.call(
      `approve:rewards:${rewards}`,
      calls.token.approve(deployment, { spender: rewards, amount: maxUint256 }),
    );
  }

  return {
    approveRewards,
    /** One pass over every step; each continues what an earlier pass left open. */
    async settle(): Promise<void> {
      await redeemOpen();
      await openBatch();
      await redeemOpen();
      await openStatement();
      await fundOpen();
    },
  };
}
