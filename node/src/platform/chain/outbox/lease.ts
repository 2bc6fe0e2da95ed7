import { mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AssayError } from "@assay/sdk/errors";
import type { Address } from "viem";

/** SQLite's result code for a database that somebody else has locked. */
const BUSY = 5;

interface Owner {
  role: string;
  pid: number;
  host: string;
  since: string;
}

/** The right to send from one account, for this process alone. */
export interface AccountLease {
  release(): void;
}

/**
 * Takes the lease of an account on a chain, or refuses. The lease is a lock that the operating system holds for the
 * process: it ends with it, however it ends, so a killed owner never has to be waited for. It covers all processes that
 * share this home; whoever sends from a different machine is found by the nonces (whoUsed.ts).
 * @throws AssayError account_in_use naming the account, its owner and the fix
 */
export function leaseAccount(home: string, chainId: number, account: Address, role: string): AccountLease {
  const dir = join(home, "accounts");
  mkdirSync(dir, { recursive: true });
  const db = new DatabaseSync(join(dir, `${chainId}-${account.toLowerCase()}.db`), { timeout: 0 });
  try {
    // With a rollback journal others can still read who holds the lock.
    db.exec("CREATE TABLE IF NOT EXISTS owner (id INTEGER PRIMARY KEY, role TEXT, pid INTEGER, host TEXT, since TEXT)");
    db.exec("BEGIN IMMEDIATE");
    db.prepare("INSERT OR REPLACE INTO owner (id, role, pid, host, since) VALUES (1, ?, ?, ?, ?)").run(
      ...[role, process.pid, hostname(), new Date().toISOString()],
    );
    db.exec("COMMIT; BEGIN IMMEDIATE");
  } catch (error) {
    const owner = ownerOf(db);
    db.close();
    if (((error as { errcode?: number }).errcode ?? 0) % 256 !== BUSY) throw error;
    throw new AssayError(refusal(account, role, owner), {
      code: "account_in_use",
      status: 409,
      field: `roles.${role}.privateKey`,
      cause: error,
    });
  }
  return { release: () => db.close() };
}

function ownerOf(db: DatabaseSync): Owner | undefined {
  try {
    return db.prepare("SELECT role, pid, host, since FROM owner WHERE id = 1").get() as Owner | undefined;
  } catch {
    // It is being written at this moment; the refusal stands without a name.
    return undefined;
  }
}

function refusal(account: Address, role: string, owner: Owner | undefined): string {
  const who = owner === undefined ? "another process" : `role ${owner.role}, process ${owner.pid} on ${owner.host}`;
  const since = owner === undefined ? "" : ` since ${owner.since}`;
  return `Account ${account} is in use by ${who}${since}; stop that process, or give role ${role} a key of its own in config.json.`;
}
