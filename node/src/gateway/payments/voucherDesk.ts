import { verifySignature } from "@assay/sdk/actions";
import { AssayError, decodeRevert } from "@assay/sdk/errors";
import {
  addCall,
  canonicalSignature,
  chargesRoot,
  chargesTotal,
  hashVoucher,
  type Voucher,
  verifyVoucher,
} from "@assay/sdk/hashing";
import type { Address, Client, Hex } from "viem";
import { unasked } from "../../platform/chain/signature.ts";
import type { Database } from "../../platform/database.ts";
import { type Price, type SignedVoucher, serialise } from "./voucher.ts";
import {
  type Account,
  keepVoucher,
  readAccount,
  storeRedeemed,
  type Unredeemed,
  unredeemedAccounts,
} from "./voucherStore.ts";

/** What the chain says of a channel. */
export interface ChannelState {
  deposited: bigint;
  redeemed: bigint;
  withdrawAt: bigint;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** A channel held for one call. `commit` keeps the voucher; `release` must follow in every case, and may follow twice. */
export interface Reservation {
  /** the voucher with its signature as the contract takes it */
  signed: SignedVoucher;
  /** Stores the voucher in the caller's transaction. */
  commit(tx: Database): Promise<void>;
  release(): void;
}

export interface VoucherDeskOptions {
  db: Database;
  /** asked only about payers whose wallet is a contract */
  client: Client;
  chainId: number;
  payments: Address;
  token: Address;
  payee: Address;
  readChannel(payer: Address): Promise<ChannelState>;
  /** why the chain refused a voucher of this payer, while it is parked */
  refusalOf(payer: Address): Promise<string | undefined>;
  /** Redeems without changing anything. @throws what the chain answers */
  tryRedeem(signed: SignedVoucher): Promise<unknown>;
}

/** Checks vouchers and keeps the newest of each payer. */
export function createVoucherDesk(options: VoucherDeskOptions) {
  const { db } = options;
  /** Payers whose channel is held. Checked and set without a pause between, so two calls at once can't both pass. */
  const busy = new Set<string>();

  const accountOf = (payer: Address): Promise<Account> => readAccount(db, payer);

  const refuse = (field: string, message: string): never => {
    throw new AssayError(message, { code: "voucher_refused", status: 402, field });
  };

  function assertPays(signed: SignedVoucher, account: Account, modelId: bigint, price: Price): void {
    const { voucher, charges } = signed;
    if (!same(voucher.payee, options.payee))
      refuse("voucher.payee", `voucher.payee must be this gateway, ${options.payee}.`);
    if (!same(voucher.token, options.token)) refuse("voucher.token", `voucher.token must be ${options.token}.`);
    if (chargesTotal(charges) !== voucher.cumulative) refuse("charges", "charges must add up to voucher.cumulative.");
    if (!same(chargesRoot(charges), voucher.chargesRoot))
      refuse("voucher.chargesRoot", "voucher.chargesRoot is not the root of charges.");
    const expected = addCall(account.charges, modelId, price);
    if (serialise(expected) !== serialise(charges.toSorted((a, b) => (a.modelId < b.modelId ? -1 : 1)))) {
      refuse(
        "charges",
        `charges must be what was signed before plus one call of model ${modelId}; GET /v1/channel?payer=${voucher.payer} says where it stands.`,
      );
    }
  }

  /** Who was refused once is not served on credit, whatever the newer voucher says. */
  async function assertNotParked(payer: Address): Promise<void> {
    const reason = await options.refusalOf(payer);
    if (reason === undefined) return;
    refuse("voucher.payer", `The chain refused the last voucher of ${payer}: ${reason} It is tried again by itself.`);
  }

  /**
   * The voucher's signature as the contract takes it, so that what was accepted here can be redeemed there.
   * `isWallets`: only the payer's contract takes it.
   */
  async function payableSignature({
    voucher,
    signature,
  }: SignedVoucher): Promise<{ signature: Hex; isWallets: boolean }> {
    const { client, chainId, payments } = options;
    const own = canonicalSignature(signature);
    if (own !== undefined && verifyVoucher({ chainId, payments, voucher, signature: own }))
      return { signature: own, isWallets: false };
    const hash = hashVoucher({ chainId, payments, voucher });
    const check = await verifySignature(client, { address: voucher.payer, hash, signature }).catch(unasked);
    if (!check.valid) {
      const stranger = `signature is not ${voucher.payer}'s over this voucher.`;
      return refuse("signature", check.kind === "stranger" ? stranger : check.fault);
    }
    const payable =
      check.signature ??
      refuse(
        "signature",
        `The contract wallet ${voucher.payer} is not deployed, so no contract can take its signature; deploy it first.`,
      );
    return { signature: payable, isWallets: true };
  }

  /** A contract wallet may answer everybody but Payments that a signature is good. */
  async function assertRedeemable(signed: SignedVoucher): Promise<void> {
    try {
      await options.tryRedeem(signed);
    } catch (cause) {
      const refusal = decodeRevert(cause);
      if (refusal !== undefined) refuse("signature", `Payments would not take this voucher: ${refusal.sentence}`);
      throw new AssayError("The chain could not be asked whether Payments takes this voucher; try again.", {
        code: "chain_unreachable",
        status: 503,
        cause,
      });
    }
  }

  async function assertCovered(voucher: Voucher): Promise<void> {
    const channel = await options.readChannel(voucher.payer);
    if (channel.withdrawAt > 0n) {
      throw new AssayError(
        "A withdrawal from this channel is open, so calls are refused; deposit again to cancel it.",
        { code: "channel_closing", status: 402, field: "voucher.payer" },
      );
    }
    if (voucher.cumulative <= channel.redeemed) {
      throw new AssayError(
        `The chain has already redeemed ${channel.redeemed} wei of this channel, more than the voucher promises.`,
        { code: "voucher_refused", status: 402, field: "voucher.cumulative" },
      );
    }
    if (voucher.cumulative > channel.deposited) {
      throw new AssayError(
        `The channel holds ${channel.deposited} wei in all but the voucher promises ${voucher.cumulative}; deposit more.`,
        { code: "channel_empty", status: 402, field: "voucher.cumulative" },
      );
    }
  }

  return {
    accountOf,
    /**
     * Checks a voucher and holds the payer's channel until the reservation ends. The voucher is kept only by `commit`:
     * an answer that failed is not paid for.
     */
    async reserve(signed: SignedVoucher, modelId: bigint, price: Price): Promise<Reservation> {
      const payer = signed.voucher.payer.toLowerCase();
      if (busy.has(payer)) {
        throw new AssayError(
          "Another call on this channel is being answered; wait for it, then sign the next voucher.",
          { code: "channel_busy", status: 409 },
        );
      }
      busy.add(payer);
      let kept: SignedVoucher;
      try {
        assertPays(signed, await accountOf(signed.voucher.payer), modelId, price);
        await assertNotParked(signed.voucher.payer);
        const { signature, isWallets } = await payableSignature(signed);
        kept = { ...signed, signature };
        await assertCovered(signed.voucher);
        if (isWallets) await assertRedeemable(kept);
      } catch (error) {
        busy.delete(payer);
        throw error;
      }
      let held = true;
      return {
        signed: kept,
        commit: (tx) => keepVoucher(tx, kept),
        release: () => {
          // A second release must not free the channel for a call that took it since.
          if (held) busy.delete(payer);
          held = false;
        },
      };
    },
    /** Accounts whose newest voucher promises more than was redeemed. */
    unredeemed: (): Promise<Unredeemed> => unredeemedAccounts(db),
    /**
     * Records that exactly this voucher was redeemed on chain, and the fees its increase held, which `onSettled` stores in
     * the same transaction.
     */
    markRedeemed: (
      signed: SignedVoucher,
      onSettled: (tx: Database, fees: { modelId: bigint; feeAmount: bigint }[]) => Promise<void>,
    ): Promise<void> =>
      db.transaction(async (tx) => {
        const account = await readAccount(tx, signed.voucher.payer);
        if (account.redeemed >= signed.voucher.cumulative) return;
        const before = new Map(account.settledCharges.map((line) => [line.modelId, line.feeAmount]));
        const fees = signed.charges
          .map(({ modelId, feeAmount }) => ({ modelId, feeAmount: feeAmount - (before.get(modelId) ?? 0n) }))
          .filter(({ feeAmount }) => feeAmount > 0n);
        await onSettled(tx, fees);
        await storeRedeemed(tx, signed);
      }),
  };
}

export type VoucherDesk = ReturnType<typeof createVoucherDesk>;
