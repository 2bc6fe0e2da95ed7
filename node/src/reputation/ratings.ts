import type { SignedRating } from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import { type Rating, verifyRating } from "@assay/sdk/hashing";
import type { Address } from "viem";
import type { Database } from "../platform/database.ts";
import type { Catalog } from "./catalog.ts";
import { linkedAccounts } from "./linked.ts";
import { type Receipt, readReceipt } from "./receipts.ts";
import type { Reputation } from "./reputation.ts";
import type { Counting } from "./tallies.ts";

export interface RatingDeskOptions {
  db: Database;
  reputation: Reputation;
  catalog: Catalog;
  chainId: number;
  payments: Address;
  gateway: Address;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Takes payers' signed ratings on answers they paid for: one per receipt, for a limited time. */
export function createRatingDesk(options: RatingDeskOptions) {
  const { db, reputation, catalog, chainId, payments, gateway } = options;

  const refuse = (status: number, field: string, message: string): never => {
    throw new AssayError(message, { code: "rating_refused", status, field });
  };
  const refuseSecond = (id: string): never =>
    refuse(409, "rating.receipt", `The call ${id} has a rating; the first one stands.`);

  /** The receipt a rating is about. @throws AssayError in one sentence when it can't be judged by this payer now */
  async function receiptFor({ payer, receipt: id, gateway: named }: Rating): Promise<Receipt> {
    if (!same(named, gateway)) refuse(400, "rating.gateway", `rating.gateway must be this gateway, ${gateway}.`);
    const receipt = await readReceipt(db, id);
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
    if (await reputation.hasRating(id)) refuseSecond(id);
    return receipt;
  }

  return async function takeRating({ rating, signature }: SignedRating): Promise<Counting> {
    const receipt = await receiptFor(rating);
    if (!(await verifyRating({ chainId, payments, rating, signature })))
      throw new AssayError(`signature is not ${rating.payer}'s over this rating.`, {
        code: "rating_refused",
        status: 403,
        field: "signature",
      });
    const models = await catalog.list();
    const datanetId = models.find(({ id }) => id === receipt.modelId)?.datanetId;
    const linked =
      datanetId === undefined || linkedAccounts(models, datanetId, gateway).has(rating.payer.toLowerCase());
    const counting = await reputation.addRating(receipt, {
      receipt: receipt.id,
      right: rating.right,
      at: catalog.now(),
      linked,
      signature,
    });
    // Another copy of the same rating may have come in meanwhile.
    return counting ?? refuseSecond(receipt.id);
  };
}

export type RatingDesk = ReturnType<typeof createRatingDesk>;
