import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import type { ProtocolChain } from "./protocolChain.ts";

/** Indexers as processes of their own. `end` kills those that live: a failed test must not leave one behind. */
export function createLives() {
  const children = new Set<ChildProcess>();
  return {
    start(chain: ProtocolChain, dbPath: string, rpcUrl = chain.anvil.rpcUrl): ChildProcess {
      const script = join(import.meta.dirname, "indexerProcess.ts");
      const args = [script, rpcUrl, JSON.stringify(chain.deployment), dbPath];
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
      children.add(child);
      return child;
    },
    end() {
      for (const child of children) child.kill("SIGKILL");
    },
  };
}

export async function urlOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("The indexer's output is not piped.");
  const [url] = await once(createInterface(child.stdout), "line");
  return String(url);
}

/** Every row of every table but what is told apart by when it was written. */
export function dump(dbPath: string): Record<string, unknown[]> {
  const db = new DatabaseSync(dbPath, { readOnly: true });
  const names = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'entity_%' ORDER BY name")
    .all();
  const tables = names.map(
    ({ name }) => [name, db.prepare(`SELECT * FROM "${name}" ORDER BY id, block_from`).all()] as const,
  );
  db.close();
  return Object.fromEntries(tables);
}
