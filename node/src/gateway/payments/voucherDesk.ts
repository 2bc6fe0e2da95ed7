import { addCall, type Charge, chargesRoot, chargesTotal, type Voucher, verifyVoucher } from "@assay/sdk/hashing";
import type { Address, Hex } from "viem";
import { AppError } from "../../platform/errors.ts";
import { readAddress, readArray, readHex, readObject, readString } from "../../platform/json.ts";
import { type Migration, type SyncDatabase, transaction } from "../../platform/sqlite.ts";

/** A payer's promise as sent in the header `X-Assay-Voucher` (base64 of JSON, amounts as decimal strings). */
export interface SignedVoucher {
  voucher: Voucher;
  signature: Hex;
  charges: Charge[];
}

export interface Price {
  servingAmount: bigint;
  feeAmount: bigint;
}

/** What the chain says of a channel. */
export interface ChannelState {
  deposited: bigint;
  redeemed: bigint;
  withdrawAt: bigint;
}

export const voucherMigrations: Migration[] = [
  {
    id: "gateway-vouchers-1",
    sql: `CREATE TABLE vouchers (
    payer TEXT PRIMARY KEY,
    cumulative TEXT NOT NULL,
    signed TEXT NOT NULL,
    redeemed TEXT NOT NULL DEFAULT '0',
    settled_usage TEXT NOT NULL DEFAULT '[]',
    updated_at TEXT NOT NULL
  ) STRICT`,
  },
  {
    // Stored vouchers get the field names that parseVoucherHeader reads. Their other values are numbers and hex.
    id: "gateway-vouchers-2",
    sql: `ALTER TABLE vouchers RENAME COLUMN settled_usage TO settled_charges;
    UPDATE vouchers SET signed = replace(replace(signed, '"usageRoot":', '"chargesRoot":'), '"usage":', '"charges":')`,
  },
];

function readAmount(value: unknown, field: string): bigint {
  const text = readString(value, field, 80);
  if (!/^\d+$/.test(text))
    throw new AppError("voucher_invalid", `${field} must be a whole number of token wei as text.`, { field });
  return BigInt(text);
}

function readCharges(value: unknown, field: string): Charge[] {
  return readArray(value, field, 100).map((entry, i) => {
    const line = readObject(entry, `${field}[${i}]`);
    return {
      modelId: readAmount(line.modelId, `${field}[${i}].modelId`),
      servingAmount: readAmount(line.servingAmount, `${field}[${i}].servingAmount`),
      feeAmount: readAmount(line.feeAmount, `${field}[${i}].feeAmount`),
    };
  });
}

/** Parses the header. @throws AppError naming the field */
export function parseVoucherHeader(header: string): SignedVoucher {
  let source: unknown;
  try {
    source = JSON.parse(Buffer.from(header, "base64").toString("utf8"));
  } catch (cause) {
    throw new AppError("voucher_invalid", "X-Assay-Voucher must be base64 of JSON {voucher, signature, charges}.", {
      field: "X-Assay-Voucher",
      cause,
    });
  }
  const body = readObject(source, "X-Assay-Voucher");
  const voucher = readObject(body.voucher, "voucher");
  return {
    voucher: {
      payer: readAddress(voucher.payer, "voucher.payer"),
      payee: readAddress(voucher.payee, "voucher.payee"),
      token: readAddress(voucher.token, "voucher.token"),
      cumulative: readAmount(voucher.cumulative, "voucher.cumulative"),
      chargesRoot: readHex(voucher.chargesRoot, "voucher.chargesRoot", 32),
    },
    signature: readHex(body.signature, "signature"),
    charges: readCharges(body.charges, "charges"),
  };
}

const serialise = (value: unknown): string =>
  JSON.stringify(value, (_, entry) => (typeof entry === "bigint" ? entry.toString() : entry));
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The one model a voucher pays a call of beyond what the account has; undefined when it is none or several. */
export function paidModel({ charges }: SignedVoucher, account: Pick<Account, "charges">): bigint | undefined {
  const before = new Map(account.charges.map((line) => [line.modelId, line.servingAmount + line.feeAmount]));
  const grown = charges.filter((line) => line.servingAmount + line.feeAmount > (before.get(line.modelId) ?? 0n));
  return grown.length === 1 ? grown[0]?.modelId : undefined;
}

/** One payer's accepted vouchers: the newest counts, because each promises everything since the channel began. */
export interface Account {
  payer: Address;
  cumulative: bigint;
  charges: Charge[];
  signed: SignedVoucher | undefined;
  redeemed: bigint;
  settledCharges: Charge[];
}

/** A channel held for one call. `commit` keeps the voucher; `release` must follow in every case, and may follow twice. */
export interface Reservation {
  commit(): void;
  release(): void;
}

export interface VoucherDeskOptions {
  db: SyncDatabase;
  chainId: number;
  payments: Address;
  token: Address;
  payee: Address;
  readChannel(payer: Address): Promise<ChannelState>;
}

/** Checks vouchers and keeps the newest of each payer. */
export function createVoucherDesk(options: VoucherDeskOptions) {
  const { db } = options;
  const busy = new Set<string>();
  const keep = db.prepare(
    `INSERT INTO vouchers (payer, cumulative, signed, updated_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (payer) DO UPDATE SET cumulative = excluded.cumulative, signed = excluded.signed, updated_at = excluded.updated_at`,
  );

  function accountOf(payer: Address): Account {
    const row = db.prepare("SELECT * FROM vouchers WHERE payer = ?").get(payer.toLowerCase()) as
      | Record<string, string>
      | undefined;
    if (row === undefined)
      return { payer, cumulative: 0n, charges: [], signed: undefined, redeemed: 0n, settledCharges: [] };
    const signed = parseVoucherHeader(Buffer.from(row.signed ?? "").toString("base64"));
    return {
      payer,
      cumulative: BigInt(row.cumulative ?? "0"),
      charges: signed.charges,
      signed,
      redeemed: BigInt(row.redeemed ?? "0"),
      settledCharges: readCharges(JSON.parse(row.settled_charges ?? "[]"), "settledCharges"),
    };
  }

  function assertPays(signed: SignedVoucher, account: Account, modelId: bigint, price: Price): void {
    const { voucher, charges } = signed;
    const refuse = (field: string, message: string): never => {
      throw new AppError("voucher_refused", message, { status: 402, field });
    };
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
    if (
      !verifyVoucher({ chainId: options.chainId, payments: options.payments, voucher, signature: signed.signature })
    ) {
      refuse("signature", `signature is not ${voucher.payer}'s over this voucher.`);
    }
  }

  async function assertCovered(voucher: Voucher): Promise<void> {
    const channel = await options.readChannel(voucher.payer);
    if (channel.withdrawAt > 0n) {
      throw new AppError(
        "channel_closing",
        "A withdrawal from this channel is open, so calls are refused; deposit again to cancel it.",
        { status: 402, field: "voucher.payer" },
      );
    }
    if (voucher.cumulative <= channel.redeemed) {
      throw new AppError(
        "voucher_refused",
        `The chain has already redeemed ${channel.redeemed} wei of this channel, more than the voucher promises.`,
        {
          status: 402,
          field: "voucher.cumulative",
        },
      );
    }
    if (voucher.cumulative > channel.deposited) {
      throw new AppError(
        "channel_empty",
        `The channel holds ${channel.deposited} wei in all but the voucher promises ${voucher.cumulative}; deposit more.`,
        {
          status: 402,
          field: "voucher.cumulative",
        },
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
        throw new AppError(
          "channel_busy",
          "Another call on this channel is being answered; wait for it, then sign the next voucher.",
          { status: 409 },
        );
      }
      busy.add(payer);
      try {
        assertPays(signed, accountOf(signed.voucher.payer), modelId, price);
        await assertCovered(signed.voucher);
      } catch (error) {
        busy.delete(payer);
        throw error;
      }
      let held = true;
      return {
        commit: () =>
          void keep.run(payer, signed.voucher.cumulative.toString(), serialise(signed), new Date().toISOString()),
        release: () => {
          // A second release must not free the channel for a call that took it since.
          if (held) busy.delete(payer);
          held = false;
        },
      };
    },
    /** Accounts whose newest voucher promises more than was redeemed. */
    unredeemed(): Account[] {
      const rows = db.prepare("SELECT payer FROM vouchers WHERE cumulative <> redeemed").all() as { payer: Address }[];
      return rows.map(({ payer }) => accountOf(payer));
    },
    /** Records that exactly this voucher was redeemed on chain, and the fees its increase held. */
    markRedeemed(signed: SignedVoucher, onSettled: (fees: { modelId: bigint; feeAmount: bigint }[]) => void): void {
      transaction(db, () => {
        const account = accountOf(signed.voucher.payer);
        if (account.redeemed >= signed.voucher.cumulative) return;
        const before = new Map(account.settledCharges.map((line) => [line.modelId, line.feeAmount]));
        onSettled(
          signed.charges
            .map(({ modelId, feeAmount }) => ({ modelId, feeAmount: feeAmount - (before.get(modelId) ?? 0n) }))
            .filter(({ feeAmount }) => feeAmount > 0n),
        );
        db.prepare("UPDATE vouchers SET redeemed = ?, settled_charges = ? WHERE payer = ?").run(
          signed.voucher.cumulative.toString(),
          serialise(signed.charges),
          signed.voucher.payer.toLowerCase(),
        );
      });
    },
  };
}

export type VoucherDesk = ReturnType<typeof createVoucherDesk>;
