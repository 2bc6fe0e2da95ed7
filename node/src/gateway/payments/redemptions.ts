import { paymentsAbi } from "@assay/sdk/abi";
import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { decodeRevert } from "@assay/sdk/errors";
import { type Address, getAbiItem, type Hex, isAddressEqual } from "viem";
import type { ChainClient } from "../../platform/chain/clients.ts";
import type { EventLogs } from "../../platform/chain/follower.ts";
import { RevertError } from "../../platform/chain/outbox/intent.ts";
import type { Outbox } from "../../platform/chain/outbox/outbox.ts";
import { readEvents } from "../../platform/chain/reader/readEvents.ts";
import type { Database } from "../../platform/database.ts";
import { forAll } from "../../platform/eachItem.ts";
import { messageOf } from "../../platform/errors.ts";
import type { Logger } from "../../platform/log.ts";
import { type ParkedPayments, voucherId } from "./parked.ts";
import { addSettledFees, type Batch, closeBatch, openBatches, splitBatch, storeBatch } from "./settlementStore.ts";
import type { SignedVoucher } from "./voucher.ts";
import type { ChannelState, VoucherDesk } from "./voucherDesk.ts";

const redeemedAbi = [getAbiItem({ abi: paymentsAbi, name: "Redeemed" })] as const;

/** Vouchers redeemed in one transaction at most. */
const BATCH = 20;

export interface RedemptionOptions {
  db: Database;
  desk: VoucherDesk;
  outbox: Outbox;
  client: ChainClient;
  deployment: Deployment;
  parked: ParkedPayments;
  log: Logger;
  readChannel(payer: Address): Promise<ChannelState>;
}

const nameOf = ({ voucher: { payer, cumulative } }: SignedVoucher): string => `${payer.toLowerCase()} ${cumulative}`;

const parkedAs = ({ voucher }: SignedVoucher): string => voucherId(voucher.payer);

/** Why the chain refuses, in its own sentence where it has one. */
export const refusalOf = (error: RevertError): string => decodeRevert(error)?.sentence ?? error.message;

/**
 * Redeems accepted vouchers in batches. A batch that the chain refuses is taken apart, and a voucher that is refused alone
 * is parked with the reason: each pays or waits for itself.
 */
export function createRedemptions(options: RedemptionOptions) {
  const { db, desk, outbox, client, deployment, parked, log, readChannel } = options;

  const settleFees = (signed: SignedVoucher, txHash: Hex): Promise<void> =>
    desk.markRedeemed(signed, (tx, fees) => addSettledFees(tx, signed, fees, txHash));

  /** The transaction that redeemed at least this voucher: anyone may redeem for the payee, the payer too. */
  async function findRedemption({ voucher }: SignedVoucher): Promise<Hex | undefined> {
    const covers = ({ args }: EventLogs<typeof redeemedAbi>[number]) => args.cumulative >= voucher.cumulative;
    const events = await readEvents(
      client,
      {
        address: deployment.addresses.payments,
        abi: redeemedAbi,
        eventName: "Redeemed",
        args: { payer: voucher.payer, payee: voucher.payee, token: voucher.token },
        fromBlock: BigInt(deployment.startBlock),
        toBlock: await client.getBlockNumber({ cacheTime: 0 }),
      },
      // The first redemption that covers it comes right after the last one that does not.
      (found) => !found.every(covers),
    );
    return events.find(covers)?.transactionHash;
  }

  async function park(id: string, reason: string, how: "wait" | "refuse"): Promise<void> {
    if (await parked[how](id, reason)) log.warn("payment_parked", { id, reason });
  }

  /** Whether the chain would pay this voucher now. One that was redeemed elsewhere is booked on the way. */
  async function isPayable(signed: SignedVoucher): Promise<boolean> {
    const { payer, payee, token, cumulative } = signed.voucher;
    const id = parkedAs(signed);
    if (!isAddressEqual(payee, outbox.address) || !isAddressEqual(token, deployment.addresses.token)) {
      await park(id, `It pays ${payee} in ${token}, not this gateway in its token.`, "wait");
      return false;
    }
    const channel = await readChannel(payer);
    if (channel.redeemed >= cumulative) {
      const txHash = await findRedemption(signed);
      if (txHash !== undefined) await settleFees(signed, txHash);
      else await park(id, "The chain shows it as redeemed, but not yet in which transaction.", "wait");
      return false;
    }
    if (channel.deposited < cumulative) {
      const { deposited } = channel;
      await park(id, `The channel holds ${deposited} wei in all, less than the ${cumulative} it promises.`, "wait");
      return false;
    }
    return true;
  }

  /** Stores which vouchers go together before anything is sent. One the chain would refuse must not hold up the rest. */
  async function openBatch(): Promise<void> {
    const { accounts, unreadable } = await desk.unredeemed();
    const waiting = accounts.flatMap(({ signed }) => (signed === undefined ? [] : [signed]));
    const ids = waiting.map(parkedAs);
    const { batches } = await openBatches(db);
    const held = new Set(batches.flatMap(({ vouchers }) => vouchers.map(nameOf)));
    await parked.keepOnly(
      "voucher",
      new Set([...ids, ...unreadable.map(({ payer }) => `${voucherId(payer)} unreadable`)]),
    );
    for (const { payer, why } of unreadable)
      await park(`${voucherId(payer)} unreadable`, `The stored voucher can't be read (${why}).`, "wait");
    const batch: SignedVoucher[] = [];
    for (const signed of waiting) {
      if (batch.length === BATCH) break;
      const id = parkedAs(signed);
      if (held.has(nameOf(signed)) || !(await parked.isDue(id))) continue;
      try {
        if (await isPayable(signed)) batch.push(signed);
      } catch (error) {
        await park(id, `Its channel can't be looked at (${messageOf(error)}).`, "wait");
      }
    }
    if (batch.length > 0) await storeBatch(db, batch);
  }

  async function redeemBatch({ id, vouchers }: Batch): Promise<void> {
    const receipt = await outbox.call(`redeem:${id}`, calls.payments.redeemBatch(deployment, { vouchers }));
    // All are paid: one that can't be booked now must not leave the others' fees out of the next statement.
    await forAll(vouchers, async (signed) => {
      await settleFees(signed, receipt.transactionHash);
      await parked.release(parkedAs(signed));
    });
    await closeBatch(db, id, receipt.transactionHash);
    log.info("vouchers_redeemed", { count: vouchers.length, tx: receipt.transactionHash });
  }

  /** Someone redeemed or withdrew meanwhile, or a voucher is no good: each alone pays or fails for itself. */
  async function takeApart(batch: Batch, error: RevertError): Promise<void> {
    const [first, ...others] = batch.vouchers;
    if (first !== undefined && others.length === 0) await park(parkedAs(first), refusalOf(error), "refuse");
    else log.warn("redemption_refused", { count: batch.vouchers.length, error });
    await splitBatch(db, batch);
  }

  /** Sends every stored batch. Throws the faults that were no refusals, after all were tried. */
  async function redeemOpen(): Promise<void> {
    const { batches, unreadable } = await openBatches(db);
    await parked.keepOnly("batch", new Set(unreadable.map(({ id }) => `batch ${id}`)));
    for (const { id, why } of unreadable) await park(`batch ${id}`, `The stored batch can't be read (${why}).`, "wait");
    await forAll(batches, async (batch) => {
      try {
        await redeemBatch(batch);
      } catch (error) {
        if (!(error instanceof RevertError) || isOutOfGas(error)) throw error;
        await takeApart(batch, error);
      }
    });
  }

  return {
    /** One pass: what an earlier one left open, then what is new. */
    async redeem(): Promise<void> {
      await forAll([redeemOpen, openBatch, redeemOpen], (step) => step());
    },
  };
}

/** True when this account could not pay for the transaction, which is no voucher's fault. */
export function isOutOfGas(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (at.name === "InsufficientFundsError") return true;
  return false;
}
