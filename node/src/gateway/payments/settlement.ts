import { randomUUID } from "node:crypto";
import { paymentsAbi } from "@assay/sdk/abi";
import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { encodeDocument } from "@assay/sdk/documents";
import { type Address, type Hex, maxUint256 } from "viem";
import type { ChainClient } from "../../platform/chain/clients.ts";
import { type Outbox, RevertError } from "../../platform/chain/outbox.ts";
import type { Ipfs } from "../../platform/ipfs/ipfs.ts";
import type { Logger } from "../../platform/log.ts";
import { type Migration, type SyncDatabase, transaction } from "../../platform/sqlite.ts";
import type { ChannelState, SignedVoucher, VoucherDesk } from "./voucherDesk.ts";

/** Vouchers redeemed in one transaction at most. */
const BATCH = 20;

export const settlementMigrations: Migration[] = [
  {
    id: "gateway-settlement-1",
    sql: `CREATE TABLE redemptions (
    id TEXT PRIMARY KEY,
    vouchers TEXT NOT NULL,
    tx_hash TEXT
  ) STRICT;
  CREATE TABLE settled_fees (
    model_id TEXT NOT NULL,
    amount TEXT NOT NULL,
    payer TEXT NOT NULL,
    cumulative TEXT NOT NULL,
    tx_hash TEXT NOT NULL,
    statement TEXT
  ) STRICT;
  CREATE TABLE statements (
    hash TEXT PRIMARY KEY,
    cid TEXT NOT NULL,
    amount TEXT NOT NULL,
    tx_hash TEXT
  ) STRICT`,
  },
  {
    // Stored batches get the field names that parseVouchers reads. Their other values are numbers and hex.
    id: "gateway-settlement-2",
    sql: `UPDATE redemptions
    SET vouchers = replace(replace(vouchers, '"usageRoot":', '"chargesRoot":'), '"usage":', '"charges":')`,
  },
];

export interface SettlementOptions {
  db: SyncDatabase;
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

const serialise = (value: unknown): string =>
  JSON.stringify(value, (_, entry) => (typeof entry === "bigint" ? entry.toString() : entry));

function parseVouchers(text: string): SignedVoucher[] {
  return (
    JSON.parse(text) as { voucher: Record<string, string>; signature: Hex; charges: Record<string, string>[] }[]
  ).map(({ voucher, signature, charges }) => ({
    voucher: { ...voucher, cumulative: BigInt(voucher.cumulative ?? "0") } as SignedVoucher["voucher"],
    signature,
    charges: charges.map((line) => ({
      modelId: BigInt(line.modelId ?? "0"),
      servingAmount: BigInt(line.servingAmount ?? "0"),
      feeAmount: BigInt(line.feeAmount ?? "0"),
    })),
  }));
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

  function settleFees(signed: SignedVoucher, txHash: Hex): void {
    const { payer, cumulative } = signed.voucher;
    desk.markRedeemed(signed, (fees) => {
      for (const { modelId, feeAmount } of fees) {
        db.prepare(
          "INSERT INTO settled_fees (model_id, amount, payer, cumulative, tx_hash) VALUES (?, ?, ?, ?, ?)",
        ).run(modelId.toString(), feeAmount.toString(), payer, cumulative.toString(), txHash);
      }
    });
  }

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
      if (txHash !== undefined) settleFees(signed, txHash);
      return false;
    }
    if (channel.deposited >= cumulative) return true;
    const id = `${payer}:${cumulative}`;
    if (!reported.has(id)) log.warn("voucher_not_covered", { payer, cumulative, deposited: channel.deposited });
    reported.add(id);
    return false;
  }

  function storeBatch(batch: SignedVoucher[]): void {
    db.prepare("INSERT INTO redemptions (id, vouchers) VALUES (?, ?)").run(randomUUID(), serialise(batch));
  }

  /** Stores which vouchers go together before anything is sent. One the chain would refuse must not hold up the rest. */
  async function openBatch(): Promise<void> {
    const batch: SignedVoucher[] = [];
    for (const { signed } of desk.unredeemed()) {
      if (batch.length === BATCH) break;
      if (signed !== undefined && (await isPayable(signed))) batch.push(signed);
    }
    if (batch.length > 0) storeBatch(batch);
  }

  async function redeemBatch(id: string, batch: SignedVoucher[]): Promise<void> {
    const receipt = await outbox.call(`redeem:${id}`, calls.payments.redeemBatch(deployment, { vouchers: batch }));
    for (const signed of batch) settleFees(signed, receipt.transactionHash);
    db.prepare("UPDATE redemptions SET tx_hash = ? WHERE id = ?").run(receipt.transactionHash, id);
    log.info("vouchers_redeemed", { count: batch.length, tx: receipt.transactionHash });
  }

  async function redeemOpen(): Promise<void> {
    const open = db.prepare("SELECT id, vouchers FROM redemptions WHERE tx_hash IS NULL").all() as {
      id: string;
      vouchers: string;
    }[];
    for (const { id, vouchers } of open) {
      const batch = parseVouchers(vouchers);
      try {
        await redeemBatch(id, batch);
      } catch (error) {
        if (!(error instanceof RevertError)) throw error;
        // Someone redeemed or withdrew meanwhile. Each voucher alone pays or fails for itself; the next pass looks again.
        log.warn("redemption_refused", { count: batch.length, error });
        transaction(db, () => {
          db.prepare("DELETE FROM redemptions WHERE id = ?").run(id);
          if (batch.length > 1) for (const signed of batch) storeBatch([signed]);
        });
      }
    }
  }

  type FeeRow = { rowid: number; model_id: string; amount: string; payer: string; cumulative: string; tx_hash: string };

  /** Writes one statement over all fees that are in none yet. */
  async function openStatement(): Promise<void> {
    const rows = db
      .prepare("SELECT rowid, * FROM settled_fees WHERE statement IS NULL ORDER BY rowid")
      .all() as unknown as FeeRow[];
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
    // Together, or a kill in between would state the same fees again in the next statement.
    transaction(db, () => {
      db.prepare("INSERT INTO statements (hash, cid, amount) VALUES (?, ?, ?)").run(
        document.hash,
        cid,
        total.toString(),
      );
      const mark = db.prepare("UPDATE settled_fees SET statement = ? WHERE rowid = ?");
      for (const row of rows) mark.run(document.hash, row.rowid);
    });
  }

  async function fundOpen(): Promise<void> {
    const open = db.prepare("SELECT hash, cid, amount FROM statements WHERE tx_hash IS NULL").all() as {
      hash: Hex;
      cid: string;
      amount: string;
    }[];
    for (const { hash, cid, amount } of open) {
      await approveRewards(BigInt(amount));
      const funding = { amount: BigInt(amount), statementHash: hash, statementCid: cid };
      const receipt = await outbox.call(`fund:${hash}`, calls.rewards.fund(deployment, funding));
      db.prepare("UPDATE statements SET tx_hash = ? WHERE hash = ?").run(receipt.transactionHash, hash);
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

export type Settlement = ReturnType<typeof createSettlement>;
