import type { Deployment } from "@assay/sdk/deployment";
import { parseDocument } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { FundingsDocument, type FundingsQuery } from "@assay/sdk/graph";
import { type Hex, keccak256 } from "viem";
import type { Graph } from "../platform/graph.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import type { Logger } from "../platform/log.ts";

/** Largest statement read, bytes; `fund` is open to anyone, so what it points to is a stranger's. */
const LIMIT_BYTES = 4 * 1024 * 1024;
const FETCH_TIMEOUT_MS = 20_000;
const PAGE = 1_000;

/** A payment into the RewardDistributor as the chain reports it. */
export type Funding = FundingsQuery["feeFundings"][number];

export interface StatedFees {
  /** fees ever paid in, by model id */
  fees: Map<string, bigint>;
  /** the statements they come from, in the order they were paid */
  statements: { hash: Hex; cid: string }[];
  /** everything paid in, stated well or not, wei */
  funded: bigint;
}

export interface FundingsOptions {
  graph: Graph;
  ipfs: Ipfs;
  deployment: Deployment;
  log: Logger;
}

/**
 * Reads what gateways paid in and for which models. Anyone may call `fund` with any statement, so one counts only if
 * its bytes have the hash on chain, it is of the account that paid, and its fees add up to exactly what was paid:
 * otherwise a stranger could state fees that nobody paid, or stop every epoch with a CID that leads nowhere.
 */
export function createFundings({ graph, ipfs, deployment, log }: FundingsOptions) {
  /** Verified fees by statement hash and funding; what is on chain never changes. */
  const known = new Map<string, Map<string, bigint>>();
  const refused = new Set<string>();

  async function all(block: number): Promise<Funding[]> {
    const found: Funding[] = [];
    for (;;) {
      const after = found.at(-1)?.funded ?? "0";
      const { feeFundings } = await graph.query(FundingsDocument, { after, block });
      found.push(...feeFundings);
      if (feeFundings.length < PAGE) return found;
    }
  }

  async function read({ gateway, amount, statementHash, statementCid }: Funding): Promise<Map<string, bigint>> {
    const bytes = await ipfs.getBytes(statementCid, {
      limitBytes: LIMIT_BYTES,
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    });
    const wrong = (what: string): AssayError =>
      new AssayError(`The statement ${statementCid} ${what}; it is left out.`, {
        code: "statement_invalid",
        status: 502,
      });
    if (keccak256(bytes) !== statementHash) throw wrong("does not have the hash on chain");
    const statement = parseDocument("statement", bytes);
    if (statement.chainId !== deployment.chainId || !same(statement.token, deployment.addresses.token))
      throw wrong("is of another chain or token");
    if (!same(statement.gateway, gateway)) throw wrong("is not of the account that paid");
    const fees = new Map<string, bigint>();
    for (const line of statement.fees) fees.set(line.modelId, (fees.get(line.modelId) ?? 0n) + BigInt(line.amount));
    if ([...fees.values()].reduce((sum, fee) => sum + fee, 0n) !== BigInt(amount))
      throw wrong("does not add up to what was paid");
    return fees;
  }

  return {
    /**
     * Every fee of every statement that holds, paid in up to `block`. One that can't be read now is left out until it can;
     * with `only`, those are read that another node named, and one of them that does not hold is an error.
     */
    async read(block: number, only?: readonly { hash: string; cid: string }[]): Promise<StatedFees> {
      const fees = new Map<string, bigint>();
      const statements: StatedFees["statements"] = [];
      const named = only === undefined ? undefined : [...only];
      const fundings = await all(block);
      for (const funding of fundings) {
        const at = named?.findIndex(
          (entry) => entry.hash === funding.statementHash && entry.cid === funding.statementCid,
        );
        if (at === -1) continue;
        if (at !== undefined) named?.splice(at, 1);
        const id = `${funding.funded}:${funding.statementHash}`;
        try {
          const own = known.get(id) ?? (await read(funding));
          known.set(id, own);
          for (const [modelId, amount] of own) fees.set(modelId, (fees.get(modelId) ?? 0n) + amount);
          statements.push({ hash: funding.statementHash, cid: funding.statementCid });
        } catch (error) {
          if (named !== undefined) throw error;
          if (!refused.has(id))
            log.warn("statement_refused", { cid: funding.statementCid, gateway: funding.gateway, error });
          refused.add(id);
        }
      }
      if (named !== undefined && named.length > 0)
        throw new AssayError(`Nobody paid for the statement ${named[0]?.cid} by block ${block}.`, {
          code: "statement_unknown",
          status: 502,
        });
      return { fees, statements, funded: BigInt(fundings.at(-1)?.funded ?? "0") };
    },
  };
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
