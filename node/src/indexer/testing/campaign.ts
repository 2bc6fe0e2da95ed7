import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Address } from "viem";
import { createChainReader } from "../../platform/chain/reader/chainReader.ts";
import { handleStep } from "../../platform/chain/reader/followChain.ts";
import type { RpcClient } from "../../platform/chain/reader/source.ts";
import { silentLogger } from "../../platform/log.ts";
import { openSqlite, type SyncDatabase } from "../../platform/sqlite.ts";
import { type CompiledSubgraph, loadSubgraph } from "../manifest.ts";
import { BlockStore } from "../store/blockStore.ts";
import { EntityStore } from "../store/entityStore.ts";
import { createTables } from "../store/tables.ts";
import { indexingFollower } from "../sync.ts";
import { MemoryChain } from "./memoryChain.ts";
import { faultyClient, type Random, seeded, upTo } from "./memoryFaults.ts";
import { memoryStory } from "./memoryStory.ts";
import { emitterAddress } from "./protocolChain.ts";
import { SUBGRAPH_PATH } from "./subgraphPath.ts";

const MOST_DEPTH = 50;
/** Reorgs of one chain; then another begins, so that the fresh index to compare with stays small. */
const REORGS_OF_A_CHAIN = 8;
const FIRST_BLOCKS = 55;
/** Looks after which an index that has not arrived is called stuck. */
const MOST_LOOKS = 400;

export interface CampaignFigures {
  reorgs: number;
  rewinds: number;
  deepest: number;
  waits: number;
  kills: number;
  faults: number;
  blocks: number;
}

/**
 * Reorders chains in memory at random while their index is made over a faulty RPC, and kills the index at random. After
 * each reorg, and once the RPC is healed, all its entity tables must be those of an index made from nothing.
 */
export async function runCampaign(reorgs: number, seed: number): Promise<CampaignFigures> {
  const subgraph = await loadSubgraph(SUBGRAPH_PATH);
  const random = seeded(seed);
  const figures = { reorgs: 0, rewinds: 0, deepest: 0, waits: 0, kills: 0, faults: 0, blocks: 0 };
  const fresh = openSqlite(":memory:", []);
  createTables(fresh, subgraph.schema, "fresh");
  while (figures.reorgs < reorgs) {
    const count = Math.min(REORGS_OF_A_CHAIN, reorgs - figures.reorgs);
    await reorderOneChain(subgraph, random, count, figures, fresh);
  }
  fresh.close();
  return figures;
}

async function reorderOneChain(
  subgraph: CompiledSubgraph,
  random: Random,
  count: number,
  figures: CampaignFigures,
  fresh: SyncDatabase,
): Promise<void> {
  const chain = new MemoryChain();
  const story = memoryStory(random);
  const grow = async (blocks: number) => {
    for (let block = 0; block < blocks; block++) {
      const { logs, tally } = story(chain.view.at(-1)?.tally ?? { datanets: 0, versions: 0 });
      await chain.mine(logs, tally);
    }
    figures.blocks += blocks;
  };
  await grow(FIRST_BLOCKS);
  const faulty = { chain, random, rate: 0, stale: [...chain.view], onCall: async () => {} };
  const client = faultyClient(faulty);
  const db = openSqlite(":memory:", []);
  createTables(db, subgraph.schema, "campaign");
  const index = () => indexOf(db, subgraph, client, random, figures);

  let own = index();
  await own.catchUp(chain);
  for (let turn = 0; turn < count; turn++) {
    faulty.rate = random() < 0.8 ? 0.05 + random() * 0.3 : 0;
    await grow(upTo(random, 4));
    const depth = 1 + upTo(random, Math.min(MOST_DEPTH, chain.droppable));
    const reorder = async () => {
      faulty.stale = [...chain.view];
      chain.drop(depth);
      // Mostly the new branch is the longer one; now and then it is not, and stays so.
      await grow(random() < 0.85 ? depth + 1 + upTo(random, 3) : 1 + upTo(random, depth));
    };
    // Half of them happen between two calls of the index.
    if (random() < 0.5) await reorder();
    else {
      let left = upTo(random, 12);
      // A look may end by another call's fault while the branch still grows.
      let reordering: Promise<void> | undefined;
      faulty.onCall = async () => {
        if (left-- !== 0) return;
        reordering = reorder();
        await reordering;
      };
      while (left >= 0) await own.look();
      await reordering;
      faulty.onCall = async () => {};
    }
    figures.reorgs += 1;
    figures.deepest = Math.max(figures.deepest, depth);
    const looks = upTo(random, 12);
    for (let look = 0; look < looks; look++) {
      await own.look();
      // A kill forgets all but the database.
      if (random() < 0.1) {
        figures.kills += 1;
        own = index();
      }
    }
    faulty.rate = 0;
    faulty.stale = [...chain.view];
    await own.catchUp(chain);
    assert.equal(digestOf(db), await freshDigest(fresh, subgraph, chain), `reorg ${figures.reorgs} left another state`);
  }
  db.close();
}

/** Killed in the middle of a range: what was stored before stays, and nothing after it happens. */
class Killed extends Error {}

function indexOf(
  db: SyncDatabase,
  subgraph: CompiledSubgraph,
  client: RpcClient,
  random: Random,
  figures: CampaignFigures,
) {
  const blocks = new BlockStore(db);
  const sources = new Map(subgraph.sources.map((source) => [addressOf(source.name), source] as const));
  const reader = createChainReader({
    client,
    chainId: 31_337,
    startBlock: 0,
    addresses: [...sources.keys()],
    topics: subgraph.sources.flatMap(({ handlers }) => [...handlers.keys()]),
    transactions: true,
    fix: "start over",
  });
  const follower = indexingFollower(
    {
      db,
      blocks,
      entities: new EntityStore(db, subgraph.schema),
      reader,
      sources,
      log: silentLogger,
      signal: new AbortController().signal,
      onBlock() {
        if (random() < 0.01) throw new Killed();
      },
    },
    { error: undefined, caughtUp: false },
  );
  const look = async () => {
    const step = await reader.next(blocks);
    if (step.kind === "lost") throw new Error(step.reason);
    if (step.kind === "rewind") figures.rewinds += 1;
    if (step.kind === "wait") figures.waits += 1;
    if (step.kind === "wait" && step.isFault) figures.faults += 1;
    await handleStep(follower, step).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
      figures.kills += 1;
    });
  };
  const catchUp = async (chain: MemoryChain) => {
    for (let looks = 0; blocks.head()?.hash !== chain.head.header.hash; looks++) {
      if (looks > MOST_LOOKS) throw new Error(`The index is stuck: ${reader.watch.health().reason}`);
      await look();
    }
  };
  return { look, catchUp };
}

async function freshDigest(db: SyncDatabase, subgraph: CompiledSubgraph, chain: MemoryChain): Promise<string> {
  new EntityStore(db, subgraph.schema).revertTo(-1);
  new BlockStore(db).revertTo(-1);
  const client = faultyClient({ chain, random: () => 1, rate: 0, stale: chain.view });
  const figures = { reorgs: 0, rewinds: 0, deepest: 0, waits: 0, kills: 0, faults: 0, blocks: 0 };
  await indexOf(db, subgraph, client, () => 1, figures).catchUp(chain);
  return digestOf(db);
}

/** One hash over every row of every entity table, versions of earlier blocks included. */
function digestOf(db: SyncDatabase): string {
  const hash = createHash("sha256");
  const tables = db.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'entity_%' ORDER BY name",
  );
  for (const { name } of tables.all()) {
    const rows = db.prepare(`SELECT * FROM "${name}" ORDER BY id, block_from`).all();
    hash.update(JSON.stringify([name, rows], (_, value) => (typeof value === "bigint" ? `${value}n` : value)));
  }
  return hash.digest("hex");
}

function addressOf(name: string): Address {
  return emitterAddress(name as Parameters<typeof emitterAddress>[0]);
}
