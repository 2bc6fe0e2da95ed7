import { type Verdict, verifyVerdict } from "@assay/sdk/hashing";
import type { Address, Hex } from "viem";
import { type Receipt, readReceipt } from "../gateway/chat/receipts.ts";
import type { Catalog } from "../gateway/routing/catalog.ts";
import type { Database } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { readAddress, readHex, readObject, readString } from "../platform/json.ts";
import { linkedAccounts } from "./linked.ts";
import type { Memory } from "./reputation.ts";
import type { Counting } from "./tallies.ts";

export interface VerdictDeskOptions {
  db: Database;
  memory: Memory;
  catalog: Catalog;
  chainId: number;
  payments: Address;
  gateway: Address;
}

function parseVerdict(source: unknown): { verdict: Verdict; signature: Hex } {
  const body = readObject(source, "body");
  const verdict = readObject(body.verdict, "verdict");
  if (typeof verdict.right !== "boolean")
    throw new AppError("invalid_field", "verdict.right must be true or false.", { field: "verdict.right" });
  return {
    verdict: {
      payer: readAddress(verdict.payer, "verdict.payer"),
      gateway: readAddress(verdict.gateway, "verdict.gateway"),
      receipt: readString(verdict.receipt, "verdict.receipt", 200),
      right: verdict.right,
    },
    signature: readHex(body.signature, "signature", 65),
  };
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Takes payers' signed verdicts on answers they paid for: one per receipt, for a limited time. */
export function createVerdictDesk(options: VerdictDeskOptions) {
  const { db, memory, catalog, chainId, payments, gateway } = options;

  /** The receipt a verdict is about. @throws AppError in one sentence when it can't be judged by this payer now */
  function receiptFor({ payer, receipt: id, gateway: named }: Verdict): Receipt {
    const refuse = (status: number, field: string, message: string): never => {
      throw new AppError("verdict_refused", message, { status, field });
    };
    if (!same(named, gateway)) refuse(400, "verdict.gateway", `verdict.gateway must be this gateway, ${gateway}.`);
    const receipt = readReceipt(db, id);
    if (receipt === undefined || receipt.policy.version === 0)
      return refuse(404, "verdict.receipt", `verdict.receipt "${id}" is no receipt of this gateway's policies.`);
    if (!same(receipt.payer, payer))
      refuse(403, "verdict.payer", `verdict.payer ${payer} did not pay for ${id}; only who paid may judge it.`);
    if (receipt.feeAmount === 0n)
      refuse(409, "verdict.receipt", `The call ${id} failed and was not charged; it counts without a verdict.`);
    if (catalog.now() - receipt.createdAt > memory.verdictWindow)
      refuse(409, "verdict.receipt", `The call ${id} is more than ${memory.verdictWindow} seconds ago; judge sooner.`);
    if (memory.hasVerdict(id)) refuse(409, "verdict.receipt", `The call ${id} has a verdict; the first one stands.`);
    return receipt;
  }

  return async function takeVerdict(body: unknown): Promise<Counting> {
    const { verdict, signature } = parseVerdict(body);
    receiptFor(verdict);
    if (!(await verifyVerdict({ chainId, payments, verdict, signature })))
      throw new AppError("verdict_refused", `signature is not ${verdict.payer}'s over this verdict.`, {
        status: 403,
        field: "signature",
      });
    const models = await catalog.list();
    // Asked again: another copy of the same verdict may have come in meanwhile.
    const receipt = receiptFor(verdict);
    const datanetId = models.find(({ id }) => id === receipt.modelId)?.datanetId;
    const linked =
      datanetId === undefined || linkedAccounts(models, datanetId, gateway).has(verdict.payer.toLowerCase());
    return memory.observeVerdict(receipt, {
      receipt: receipt.id,
      right: verdict.right,
      at: catalog.now(),
      linked,
      signature,
    });
  };
}

export type VerdictDesk = ReturnType<typeof createVerdictDesk>;
