import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { readEvents } from "@assay/sdk/api";
import { type ProtocolChain, startProtocolChain } from "./testing/protocolChain.ts";
import { attach, runIndexer } from "./testing/runningIndexer.ts";
import { publishVersion, tellWholeStory } from "./testing/story.ts";

const KILLS = 4;
const BLOCKS_A_LIFE = 30;
const folder = mkdtempSync(join(tmpdir(), "assay-indexer-"));
let chain: ProtocolChain;

before(async () => {
  chain = await startProtocolChain();
  await tellWholeStory(chain);
  for (let version = 2; version < 120; version++) await publishVersion(chain, 1n, version, version);
});

/** Processes that were started; a failed assertion must not leave one behind, which would hold the test run open. */
const children = new Set<ChildProcess>();

after(async () => {
  for (const child of children) child.kill("SIGKILL");
  await chain.anvil.close();
  rmSync(folder, { recursive: true });
});

function startProcess(dbPath: string): ChildProcess {
  const script = join(import.meta.dirname, "testing", "indexerProcess.ts");
  const args = [script, chain.anvil.rpcUrl, JSON.stringify(chain.deployment), dbPath];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  children.add(child);
  return child;
}

async function urlOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("The indexer's output is not piped.");
  const [url] = await once(createInterface(child.stdout), "line");
  return String(url);
}

/** Resolves when the indexer tells that it is at this block or past it. */
async function reached(url: string, block: number): Promise<void> {
  const stream = await fetch(`${url}/graphql/stream`);
  for await (const event of readEvents(stream.body ?? assert.fail("no stream"))) {
    // An index without a block yet tells null.
    const told = JSON.parse(event.data) as { number: number } | null;
    if (told !== null && told.number >= block) return;
  }
  throw new Error(`The stream ended before block ${block}.`);
}

function storedHead(dbPath: string): number {
  const db = new DatabaseSync(dbPath, { readOnly: true });
  const row = db.prepare("SELECT max(number) AS head FROM blocks").get();
  db.close();
  return Number(row?.head);
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

test("resume: an indexer killed again and again ends with the rows of one that never was", async () => {
  const killed = join(folder, "killed.sqlite");
  for (let kill = 1; kill <= KILLS; kill++) {
    const child = startProcess(killed);
    const url = await urlOf(child);
    // Each life gets a little further and dies in the middle of its work.
    await reached(url, kill * BLOCKS_A_LIFE);
    child.kill("SIGKILL");
    await once(child, "exit");
    if (kill === 1) assert.ok(storedHead(killed) < Number(await chain.anvil.client.getBlockNumber()));
  }
  const last = startProcess(killed);
  const survivor = attach(chain, await urlOf(last), async () => undefined);
  await survivor.caughtUp();
  last.kill("SIGKILL");
  await once(last, "exit");

  const whole = join(folder, "whole.sqlite");
  const indexer = await runIndexer(chain, whole);
  await indexer.caughtUp();
  await indexer.close();
  assert.deepEqual(dump(killed), dump(whole));
  // How many versions of an entity there are depends on which events shared a block.
  assert.ok((dump(whole).entity_Version?.length ?? 0) > 100);
});
