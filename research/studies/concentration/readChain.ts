/** Reads the figures' records from a subgraph and the documents its rows point to. */
import { parseDocument } from "@assay/sdk/documents";
import {
  createGraphClient,
  EpochPageDocument,
  FundingPageDocument,
  ModelPageDocument,
  RoundPageDocument,
} from "@assay/sdk/graph";
import type { Records } from "./records.ts";

const PAGE = 1_000;

/** Where to read: the subgraph's GraphQL and a gateway that serves `/ipfs/<cid>`; `fetch` can be given for tests. */
export interface ChainSource {
  readonly graph: string;
  readonly ipfs: string;
  readonly fetch?: typeof fetch;
}

/**
 * All models, rounds, statements, epochs and one transcript a round. The gateway is trusted to serve what the CID names
 * (the portal checks it).
 * @throws when a page or a document cannot be read: figures with a part left out would look like figures
 */
export async function readChain(source: ChainSource): Promise<Records> {
  const fetcher = source.fetch ?? globalThis.fetch;
  const client = createGraphClient({ url: source.graph, fetch: fetcher });

  /** Every row of a list, page by page in the order of ids. */
  async function all<Row extends { id: string }>(
    page: (after: string) => Promise<readonly Row[]>,
    first = "",
  ): Promise<Row[]> {
    const found: Row[] = [];
    for (;;) {
      const rows = await page(found.at(-1)?.id ?? first);
      found.push(...rows);
      if (rows.length < PAGE) return found;
    }
  }

  async function bytes(cid: string): Promise<Uint8Array> {
    const response = await fetcher(`${source.ipfs.replace(/\/$/, "")}/ipfs/${cid}`);
    if (!response.ok)
      throw new Error(`${cid}: ${source.ipfs} answered ${response.status}; name a gateway that has it.`);
    return new Uint8Array(await response.arrayBuffer());
  }

  const models = await all(async (after) => (await client.query(ModelPageDocument, { after })).models);
  const rounds = await all(async (after) => (await client.query(RoundPageDocument, { after })).rounds);
  const fundings = await all(async (after) => (await client.query(FundingPageDocument, { after })).feeFundings, "0x");
  const epochs = await all(async (after) => (await client.query(EpochPageDocument, { after })).epoches);
  const transcripts: Records["transcripts"][number][] = [];
  for (const { model, seats } of rounds) {
    const cid = seats[0]?.transcriptCid;
    if (cid == null) continue;
    transcripts.push({ modelId: model.id, items: parseDocument("transcript", await bytes(cid)).items });
  }
  return {
    models,
    rounds,
    statements: await Promise.all(fundings.map(async ({ cid }) => parseDocument("statement", await bytes(cid)))),
    epochs: await Promise.all(epochs.map(async ({ cid }) => parseDocument("epoch", await bytes(cid)))),
    transcripts,
  };
}
