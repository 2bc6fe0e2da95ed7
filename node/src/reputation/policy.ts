import { encodeDocument, type RoutingPolicyDocument } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import type { HalfLives } from "@assay/sdk/reputation";
import { type Address, type Hex, parseEther } from "viem";
import type { Database, Migration } from "../platform/database.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { type JsonObject, readObject } from "../platform/json.ts";

const DAY = 86_400;

type Figures = Omit<RoutingPolicyDocument, "schemaVersion" | "chainId" | "gateway" | "version">;

/**
 * What a gateway routes by unless its config says otherwise. Passes halve within an admission's month, failures within a
 * season. A fresh 30 of 32 has a quantile of .84; four complaints bring it to .71, eight below .62.
 */
export const DEFAULT_FIGURES: Figures = {
  reputation: {
    quantile: 0.05,
    prior: { alpha: 0.5, beta: 0.5 },
    passHalfLife: 30 * DAY,
    failureHalfLife: 90 * DAY,
  },
  live: {
    feeUnit: parseEther("0.5").toString(),
    payerCap: 4,
    window: DAY,
    ratingWindow: 7 * DAY,
    timeout: 120,
  },
  routing: { minimumQuantile: 0.5, explorationBps: 500 },
  sandbox: { perDay: 1_000, shareBps: 2_000, freeCalls: 50 },
  reevaluation: { quantile: 0.65, failures: 3, payers: 2 },
};

/** A policy in force, and where its bytes are. */
export interface Policy {
  document: RoutingPolicyDocument;
  hash: Hex;
  cid: string;
}

export const policyMigration: Migration = {
  id: "gateway-policies-1",
  sql: `CREATE TABLE policies (
    hash TEXT PRIMARY KEY,
    version INTEGER NOT NULL UNIQUE,
    cid TEXT NOT NULL,
    document TEXT NOT NULL
  ) STRICT`,
};

export interface PolicyOptions {
  db: Database;
  ipfs: Pick<Ipfs, "addBytes">;
  chainId: number;
  gateway: Address;
  /** `roles.gateway.policy` of config.json: any figures, by section */
  overrides?: unknown;
}

function withOverrides(overrides: unknown): Figures {
  const field = "roles.gateway.policy";
  const figures: Record<string, JsonObject> = structuredClone(DEFAULT_FIGURES);
  for (const [section, value] of Object.entries(readObject(overrides ?? {}, field))) {
    if (!Object.hasOwn(figures, section))
      throw new AssayError(`${field}.${section} is not a section of the policy; remove it.`, {
        code: "config_invalid",
        field,
      });
    figures[section] = { ...figures[section], ...readObject(value, `${field}.${section}`) };
  }
  return figures as unknown as Figures;
}

/**
 * Publishes the policy in force: pinned by CID, and stored under its hash with every earlier one. A changed figure makes
 * another version. Throws AssayError config_invalid naming a figure that is out of range.
 */
export async function publishPolicy({ db, ipfs, chainId, gateway, overrides }: PolicyOptions): Promise<Policy> {
  const figures = withOverrides(overrides);
  const last = (await db.get<{ version: number | null }>("SELECT MAX(version) AS version FROM policies"))?.version ?? 0;
  const encode = (version: number) => {
    const document: RoutingPolicyDocument = { schemaVersion: 1, chainId, gateway, version, ...figures };
    try {
      return { document, ...encodeDocument("routing-policy", document) };
    } catch (cause) {
      if (!(cause instanceof AssayError)) throw cause;
      throw new AssayError(cause.message.replace("routing-policy", "roles.gateway.policy"), {
        code: "config_invalid",
        cause,
      });
    }
  };
  const same = encode(last === 0 ? 1 : last);
  const kept = await readPolicy(db, same.hash);
  if (kept !== undefined) return kept;
  const { document, bytes, hash } = encode(last + 1);
  const cid = await ipfs.addBytes(bytes);
  await db.run(
    "INSERT INTO policies (hash, version, cid, document) VALUES (?, ?, ?, ?)",
    hash,
    document.version,
    cid,
    JSON.stringify(document),
  );
  return { document, hash, cid };
}

/** A policy of this gateway, in force or earlier. */
export async function readPolicy(db: Database, hash: string): Promise<Policy | undefined> {
  const row = await db.get<{ hash: Hex; cid: string; document: string }>(
    "SELECT hash, cid, document FROM policies WHERE hash = ?",
    hash.toLowerCase(),
  );
  return row === undefined
    ? undefined
    : { hash: row.hash, cid: row.cid, document: JSON.parse(row.document) as RoutingPolicyDocument };
}

export const halfLivesOf = ({ reputation }: RoutingPolicyDocument): HalfLives => ({
  passSeconds: reputation.passHalfLife,
  failureSeconds: reputation.failureHalfLife,
});
