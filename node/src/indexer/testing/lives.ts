import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import type { ProtocolChain } from "./protocolChain.ts";
import { attach, runIndexer } from "./runningIndexer.ts";

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

/** Lets a last life of a killed index end its work, and says that it has the rows of an index made in one go. */
export async function assertWhole(
  lives: ReturnType<typeof createLives>,
  chain: ProtocolChain,
  killed: string,
  rpcUrl?: string,
): Promise<Record<string, unknown[]>> {
  const last = lives.start(chain, killed, rpcUrl);
  await attach(chain, await urlOf(last), async () => undefined).caughtUp();
  last.kill("SIGKILL");
  await once(last, "exit");
  const whole = `${killed}.whole`;
  const indexer = await runIndexer(chain, whole);
  await indexer.caughtUp();
  await indexer.close();
  const rows = dump(whole);
  assert.deepEqual(dump(killed), rows);
  return rows;
}

/** Every row of every table but what is told apart by when it was written. */
function dump(dbPath: string): Record<string, unknown[]> {
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
