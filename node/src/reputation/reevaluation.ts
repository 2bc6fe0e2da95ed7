import type { ReevaluationsReport } from "@assay/sdk/api";
import { encodeDocument, type ReevaluationDocument } from "@assay/sdk/documents";
import { documentHash, merkleRoot, reevaluationTypedData } from "@assay/sdk/hashing";
import { tierOf } from "@assay/sdk/reputation";
import type { Address, Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Database, Migration } from "../platform/database.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import type { Logger } from "../platform/log.ts";
import type { CatalogModel } from "./catalog.ts";
import { receiptDocument } from "./receipts.ts";
import type { Reputation } from "./reputation.ts";

export const reevaluationMigration: Migration = {
  id: "gateway-reevaluations-1",
  sql: `CREATE TABLE reevaluations (
    id INTEGER PRIMARY KEY,
    model_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    q05 REAL NOT NULL,
    cid TEXT NOT NULL,
    hash TEXT NOT NULL,
    signature TEXT NOT NULL,
    document TEXT NOT NULL,
    answered_by TEXT
  ) STRICT`,
};

export interface ReevaluationOptions {
  db: Database;
  reputation: Reputation;
  ipfs: Pick<Ipfs, "addBytes">;
  account: PrivateKeyAccount;
  chainId: number;
  payments: Address;
  log: Logger;
}

type Wanted = ReevaluationsReport["wanted"][number];
type Row = { model_id: string; at: number; q05: number; cid: string; hash: Hex; signature: Hex; document: string };

const toWanted = (row: Row): Wanted => ({
  modelId: row.model_id,
  at: row.at,
  q05: row.q05,
  cid: row.cid,
  hash: row.hash,
  signature: row.signature,
  document: JSON.parse(row.document) as ReevaluationDocument,
});

/**
 * Asks for another round of a model that live calls speak against: a signed document with the hashes of the evidence, for
 * whoever may open a round. It binds nobody, and the model's state on chain stays what its last round made it.
 */
export function createReevaluations(options: ReevaluationOptions) {
  const { db, reputation, ipfs, account, chainId, payments, log } = options;
  const { document: policy, hash: policyHash } = reputation.policy;

  const openRequests = async (): Promise<Wanted[]> =>
    (await db.all<Row>("SELECT * FROM reevaluations WHERE answered_by IS NULL ORDER BY id")).map(toWanted);
  const openFor = async (modelId: string): Promise<Wanted | undefined> =>
    (await openRequests()).find((wanted) => wanted.modelId === modelId);

  function isWanted(modelId: string): boolean {
    const { q05 } = reputation.quantile(modelId);
    const { failures, payers } = reputation.liveFailures(modelId);
    const { reevaluation } = policy;
    return q05 < reevaluation.quantile && failures >= reevaluation.failures && payers >= reevaluation.payers;
  }

  async function describe(modelId: string): Promise<ReevaluationDocument> {
    const { at, q05, weakest, conditions, failures, payers, ...found } = await reputation.caseAgainst(modelId);
    const evidence = found.evidence.map(({ receipt, outcome }) => ({
      receipt: receipt.id,
      outcome,
      hash: documentHash(receiptDocument(receipt)),
    }));
    return {
      schemaVersion: 1,
      chainId,
      gateway: account.address,
      modelId,
      at,
      policyHash,
      q05,
      weakest,
      conditions: conditions.map(({ condition, alpha, beta, q05: own, mean }) => ({
        condition,
        alpha,
        beta,
        q05: own,
        mean,
      })),
      failures,
      payers,
      evidenceRoot: merkleRoot(evidence.map(({ hash }) => hash)),
      evidence,
    };
  }

  async function ask(modelId: string): Promise<void> {
    const document = await describe(modelId);
    const { bytes, hash } = encodeDocument("reevaluation", document);
    const signature = await account.signTypedData(
      reevaluationTypedData({
        chainId,
        payments,
        reevaluation: { gateway: account.address, modelId: BigInt(modelId), documentHash: hash },
      }),
    );
    const cid = await ipfs.addBytes(bytes);
    await db.run(
      "INSERT INTO reevaluations (model_id, at, q05, cid, hash, signature, document) VALUES (?, ?, ?, ?, ?, ?, ?)",
      modelId,
      document.at,
      document.q05,
      cid,
      hash,
      signature,
      JSON.stringify(document),
    );
    log.info("reevaluation_wanted", { model: modelId, q05: document.q05, weakest: document.weakest, cid });
  }

  return {
    openFor,
    report: async (): Promise<ReevaluationsReport> => ({ wanted: await openRequests() }),
    /** Asks where the policy says so, once until the model's next final round answers. */
    async observe(model: CatalogModel): Promise<void> {
      const open = await openFor(model.id);
      const answer = open && model.rounds.find(({ at }) => at >= open.at);
      if (answer !== undefined)
        await db.run(
          "UPDATE reevaluations SET answered_by = ? WHERE model_id = ? AND answered_by IS NULL",
          answer.id,
          model.id,
        );
      const tier = tierOf(model);
      const isOpen = open !== undefined && answer === undefined;
      if (!isOpen && (tier === "admitted" || tier === "probation") && isWanted(model.id)) await ask(model.id);
    },
  };
}

export type Reevaluations = ReturnType<typeof createReevaluations>;
