import { paymentsAbi, rewardDistributorAbi } from "@assay/sdk/abi";
import { encodeDocument } from "@assay/sdk/documents";
import { erc20Abi, type Hex, maxUint256 } from "viem";
import type { ChainClient } from "../chain/clients.ts";
import type { Outbox } from "../chain/outbox.ts";
import type { Deployment } from "../config.ts";
import type { Logger } from "../log.ts";
import type { Database, Migration } from "../storage/database.ts";
import type { Ipfs } from "../storage/ipfs.ts";
import type { SignedVoucher, VoucherDesk } from "./voucherDesk.ts";

/** Vouchers redeemed in one transaction at most. */
const BATCH = 20;

export const settlementMigration: Migration = {
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
};

export interface SettlementOptions {
  db: Database;
  desk: VoucherDesk;
  outbox: Outbox;
  client: ChainClient;
  deployment: Deployment;
  ipfs: Ipfs;
  log: Logger;
}

const serialise = (value: unknown): string =>
  JSON.stringify(value, (_, entry) => (typeof entry === "bigint" ? entry.toString() : entry));

function parseVouchers(text: string): SignedVoucher[] {
  return (
    JSON.parse(text) as { voucher: Record<string, string>; signature: Hex; usage: Record<string, string>[] }[]
  ).map(({ voucher, signature, usage }) => ({
    voucher: { ...voucher, cumulative: BigInt(voucher.cumulative ?? "0") } as SignedVoucher["voucher"],
    signature,
    usage: usage.map((line) => ({
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
export function createSettlement({ db, desk, outbox, client, deployment, ipfs, log }: SettlementOptions) {
  const { payments, rewards, token } = deployment.addresses;

  /** Stores which vouchers go together before anything is sent. */
  function openBatch(): void {
    const signed = desk.unredeemed().flatMap((account) => (account.signed === undefined ? [] : [account.signed]));
    const batch = signed.slice(0, BATCH);
    if (batch.length === 0) return;
    const id = batch.map(({ voucher }) => `${voucher.payer}:${voucher.cumulative}`).join(",");
    db.prepare("INSERT OR IGNORE INTO redemptions (id, vouchers) VALUES (?, ?)").run(id, serialise(batch));
  }

  async function redeemOpen(): Promise<void> {
    const open = db.prepare("SELECT id, vouchers FROM redemptions WHERE tx_hash IS NULL").all() as {
      id: string;
      vouchers: string;
    }[];
    for (const { id, vouchers } of open) {
      const batch = parseVouchers(vouchers);
      const receipt = await outbox.call(`redeem:${id}`, payments, {
        abi: paymentsAbi,
        functionName: "redeemBatch",
        args: [batch.map(({ voucher }) => voucher), batch.map(({ signature }) => signature)],
      });
      for (const signed of batch) {
        desk.markRedeemed(signed, (fees) => {
          const { payer, cumulative } = signed.voucher;
          for (const { modelId, feeAmount } of fees) {
            db.prepare(
              "INSERT INTO settled_fees (model_id, amount, payer, cumulative, tx_hash) VALUES (?, ?, ?, ?, ?)",
            ).run(modelId.toString(), feeAmount.toString(), payer, cumulative.toString(), receipt.transactionHash);
          }
        });
      }
      db.prepare("UPDATE redemptions SET tx_hash = ? WHERE id = ?").run(receipt.transactionHash, id);
      log.info("vouchers_redeemed", { count: batch.length, tx: receipt.transactionHash });
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
    });
    const cid = await ipfs.addBytes(document.bytes);
    db.prepare("INSERT OR IGNORE INTO statements (hash, cid, amount) VALUES (?, ?, ?)").run(
      document.hash,
      cid,
      total.toString(),
    );
    const mark = db.prepare("UPDATE settled_fees SET statement = ? WHERE rowid = ?");
    for (const row of rows) mark.run(document.hash, row.rowid);
  }

  async function fundOpen(): Promise<void> {
    const open = db.prepare("SELECT hash, cid, amount FROM statements WHERE tx_hash IS NULL").all() as {
      hash: Hex;
      cid: string;
      amount: string;
    }[];
    for (const { hash, cid, amount } of open) {
      await approveRewards(BigInt(amount));
      const receipt = await outbox.call(`fund:${hash}`, rewards, {
        abi: rewardDistributorAbi,
        functionName: "fund",
        args: [BigInt(amount), hash, cid],
      });
      db.prepare("UPDATE statements SET tx_hash = ? WHERE hash = ?").run(receipt.transactionHash, hash);
      log.info("fees_funded", { amount, cid, tx: receipt.transactionHash });
    }
  }

  /** One approval for good: the distributor is immutable and takes only what this gateway calls it to take. */
  async function approveRewards(amount: bigint): Promise<void> {
    const allowance = await client.readContract({
      address: token,
      abi: erc20Abi,
      functionName: "allowance",
      args: [outbox.address, rewards],
    });
    if (allowance >= amount) return;
    await outbox.call(`approve:rewards:${rewards}`, token, {
      abi: erc20Abi,
      functionName: "approve",
      args: [rewards, maxUint256],
    });
  }

  return {
    approveRewards,
    /** One pass over every step; each continues what an earlier pass left open. */
    async settle(): Promise<void> {
      await redeemOpen();
      openBatch();
      await redeemOpen();
      await openStatement();
      await fundOpen();
    },
  };
}

export type Settlement = ReturnType<typeof createSettlement>;
