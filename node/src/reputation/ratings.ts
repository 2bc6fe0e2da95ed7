import { type Rating, verifyRating } from "@assay/sdk/hashing";
import type { Address, Hex } from "viem";
import { AppError } from "../platform/errors.ts";
import { readAddress, readHex, readObject, readString } from "../platform/json.ts";
import type { SyncDatabase } from "../platform/sqlite.ts";
import type { Catalog } from "./catalog.ts";
import { linkedAccounts } from "./linked.ts";
import { type Receipt, readReceipt } from "./receipts.ts";
import type { Reputation } from "./reputation.ts";
import type { Counting } from "./tallies.ts";

export interface RatingDeskOptions {
  db: SyncDatabase;
  reputation: Reputation;
  catalog: Catalog;
  chainId: number;
  payments: Address;
  gateway: Address;
}

function parseRating(source: unknown): { rating: Rating; signature: Hex } {
  const body = readObject(source, "body");
  const rating = readObject(body.rating, "rating");
  if (typeof rating.right !== "boolean")
    throw new AppError("invalid_field", "rating.right must be true or false.", { field: "rating.right" });
  return {
    rating: {
      payer: readAddress(rating.payer, "rating.payer"),
      gateway: readAddress(rating.gateway, "rating.gateway"),
      receipt: readString(rating.receipt, "rating.receipt", 200),
      right: rating.right,
    },
    signature: readHex(body.signature, "signature", 65),
  };
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Takes payers' signed ratings on answers they paid for: one per receipt, for a limited time. */
export function createRatingDesk(options: RatingDeskOptions) {
  const { db, reputation, catalog, chainId, payments, gateway } = options;

  /** The receipt a rating is about. @throws AppError in one sentence when it can't be judged by this payer now */
  function receiptFor({ payer, receipt: id, gateway: named }: Rating): Receipt {
    const refuse = (status: number, field: string, message: string): never => {
      throw new AppError("rating_refused", message, { status, field });
    };
    if (!same(named, gateway)) refuse(400, "rating.gateway", `rating.gateway must be this gateway, ${gateway}.`);
    const receipt = readReceipt(db, id);
    if (receipt === undefined || receipt.policy.version === 0)
      return refuse(404, "rating.receipt", `rating.receipt "${id}" is no receipt of this gateway's policies.`);
    if (!same(receipt.payer, payer))
      refuse(403, "rating.payer", `rating.payer ${payer} did not pay for ${id}; only who paid may judge it.`);
    if (receipt.feeAmount === 0n)
      refuse(409, "rating.receipt", `The call ${id} failed and was not charged; it counts without a rating.`);
    if (catalog.now() - receipt.createdAt > reputation.ratingWindow)
      refuse(
        409,
        "rating.receipt",
        `The call ${id} is more than ${reputation.ratingWindow} seconds ago; judge sooner.`,
      );
    if (reputation.hasRating(id)) refuse(409, "rating.receipt", `The call ${id} has a rating; the first one stands.`);
    return receipt;
  }

  return async function takeRating(body: unknown): Promise<Counting> {
    const { rating, signature } = parseRating(body);
    receiptFor(rating);
    if (!(await verifyRating({ chainId, payments, rating, signature })))
      throw new AppError("rating_refused", `signature is not ${rating.payer}'s over this rating.`, {
        status: 403,
        field: "signature",
      });
    const models = await catalog.list();
    // Asked again: another copy of the same rating may have come in meanwhile.
    const receipt = receiptFor(rating);
    const datanetId = models.find(({ id }) => id === receipt.modelId)?.datanetId;
    const linked =
      datanetId === undefined || linkedAccounts(models, datanetId, gateway).has(rating.payer.toLowerCase());
    return reputation.observeRating(receipt, {
      receipt: receipt.id,
      right: rating.right,
      at: catalog.now(),
      linked,
      signature,
    });
  };
}

export type RatingDesk = ReturnType<typeof createRatingDesk>;
