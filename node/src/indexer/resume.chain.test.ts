import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { readEvents } from "@assay/sdk/api";
import { assertWhole, createLives, urlOf } from "./testing/lives.ts";
import { type ProtocolChain, startProtocolChain } from "./testing/protocolChain.ts";
import { publishVersion, tellWholeStory } from "./testing/story.ts";

const KILLS = 4;
const BLOCKS_A_LIFE = 30;
const lives = createLives();
const folder = mkdtempSync(join(tmpdir(), "assay-indexer-"));
let chain: ProtocolChain;

before(async () => {
  chain = await startProtocolChain();
  await tellWholeStory(chain);
  for (let version = 2; version < 120; version++) await publishVersion(chain, 1n, version, version);
});

after(async () => {
  lives.end();
  await chain.anvil.close();
  rmSync(folder, { recursive: true });
});

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

test("resume: an indexer killed again and again ends with the rows of one that never was", async () => {
  const killed = join(folder, "killed.sqlite");
  for (let kill = 1; kill <= KILLS; kill++) {
    const child = lives.start(chain, killed);
    const url = await urlOf(child);
    // Each life gets a little further and dies in the middle of its work.
    await reached(url, kill * BLOCKS_A_LIFE);
    child.kill("SIGKILL");
    await once(child, "exit");
    if (kill === 1) assert.ok(storedHead(killed) < Number(await chain.anvil.client.getBlockNumber()));
  }
  const rows = await assertWhole(lives, chain, killed);
  // How many versions of an entity there are depends on which events shared a block.
  assert.ok((rows.entity_Version?.length ?? 0) > 100);
});
