import { type Address, getAddress, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type Database, openDatabase } from "../../platform/database.ts";
import { catalogModel, finalRound } from "../../testing/catalogModel.ts";
import { paidReceipt } from "../../testing/paidReceipt.ts";
import type { CatalogModel } from "../catalog.ts";
import { policyMigration, publishPolicy } from "../policy.ts";
import { poolMigration } from "../pool.ts";
import { type Receipt, receiptMigrations } from "../receipts.ts";
import { reevaluationMigration } from "../reevaluation.ts";
import { createReputation, type Reputation } from "../reputation.ts";
import { reputationMigrations } from "../reputationStore.ts";

export const START = 1_790_000_000;
export const DAY = 86_400;
export const at = (n: number): Address => getAddress(numberToHex(n, { size: 20 }));
export const gateway = privateKeyToAccount(generatePrivateKey());
export const ipfs = { addBytes: async () => "bafkreidocument" };
export const where = { chainId: 31337, payments: at(9) };

/** A gateway's reputation over a database in memory, with a clock and calls that a test makes as it likes. */
export interface EvidenceDesk {
  db: Database;
  /** unix seconds */
  now: number;
  /** one model that passed a round, until a test changes it */
  models: CatalogModel[];
  reputation: Reputation;
  /** The reputation of a gateway that starts over the same database. */
  restart(overrides?: unknown): Promise<Reputation>;
  /** One paid call and how it was counted. */
  call(own?: Partial<Receipt>): Promise<{ receipt: Receipt; counting: Awaited<ReturnType<Reputation["addCall"]>> }>;
  /** The rating desk's way for a payer whose key is known. */
  judge(receipt: Receipt, right: boolean, own?: { linked?: boolean }): ReturnType<Reputation["addRating"]>;
}

export async function openEvidenceDesk(): Promise<EvidenceDesk> {
  const db = await openDatabase(":memory:", [
    ...receiptMigrations,
    policyMigration,
    ...reputationMigrations,
    poolMigration,
    reevaluationMigration,
  ]);
  let count = 0;
  let clock = START;
  const restart = async (overrides?: unknown): Promise<Reputation> =>
    await createReputation({
      db,
      policy: await publishPolicy({ db, ipfs, chainId: where.chainId, gateway: gateway.address, overrides }),
      now: () => clock,
    });
  const desk: EvidenceDesk = {
    db,
    get now() {
      return clock;
    },
    set now(seconds) {
      clock = seconds;
    },
    models: [catalogModel("1", { rounds: [finalRound("1", START, [32, 31, 30])], roles: [at(77).toLowerCase()] })],
    reputation: await restart(),
    restart,
    async call(own = {}) {
      const policy = { version: 1, hash: desk.reputation.policy.hash };
      const receipt = paidReceipt({ id: `chatcmpl-${++count}`, createdAt: desk.now, policy, ...own });
      return { receipt, counting: await desk.reputation.addCall(receipt) };
    },
    judge: (receipt, right, { linked = false } = {}) =>
      desk.reputation.addRating(receipt, { receipt: receipt.id, right, at: desk.now, linked, signature: "0x" }),
  };
  await desk.reputation.learn(desk.models);
  return desk;
}
