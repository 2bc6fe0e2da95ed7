/** Reads the figures' records from a subgraph and the documents its rows point to. */
import { parseDocument } from "@assay/sdk/documents";
import { createGraphClient } from "@assay/sdk/graph";
import type { Records } from "./records.ts";

const PAGE = 1_000;

const QUERIES = {
  models:
    "query($after: ID!) { models(first: 1000, orderBy: id, where: { id_gt: $after }) { id publisher trainer state } }",
  rounds: `query($after: ID!) { rounds(first: 1000, orderBy: id, where: { id_gt: $after }) {
    id passed model { id } seats(first: 1, where: { state: PAID }) { transcriptCid } } }`,
  feeFundings:
    "query($after: Bytes!) { feeFundings(first: 1000, orderBy: id, where: { id_gt: $after }) { id cid: statementCid } }",
  epochs: "query($after: ID!) { epochs(first: 1000, orderBy: id, where: { id_gt: $after }) { id cid } }",
} as const;

type GraphRound = Records["rounds"][number] & { seats: { transcriptCid: string | null }[] };

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

  async function all<Row extends { id: string }>(name: keyof typeof QUERIES, first = ""): Promise<Row[]> {
    const found: Row[] = [];
    for (;;) {
      const page = await client.query<Record<string, Row[]>>(QUERIES[name], { after: found.at(-1)?.id ?? first });
      const rows = page[name] ?? [];
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

  const models = await all<Records["models"][number]>("models");
  const rounds = await all<GraphRound>("rounds");
  const fundings = await all<{ id: string; cid: string }>("feeFundings", "0x");
  const epochs = await all<{ id: string; cid: string }>("epochs");
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
