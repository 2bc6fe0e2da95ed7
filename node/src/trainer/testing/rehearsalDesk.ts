/** A trainer's desk with one finished run, an index of constant answers and no chain. For tests beside the code. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SignedRehearsal } from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import { rehearseTypedData } from "@assay/sdk/hashing";
import { numberToHex, verifyTypedData, zeroAddress } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { ChainClient } from "../../platform/chain/clients.ts";
import { openDatabase } from "../../platform/database.ts";
import type { Graph } from "../../platform/graph.ts";
import { cleanupMigration, createCleanupLedger } from "../cleanupLedger.ts";
import type { Dataset, TrainingRow } from "../dataset.ts";
import { createJobStore, jobRetryMigration, jobStoreMigration, type StoredJob } from "../jobStore.ts";
import type { RehearsalDesk } from "../rehearsalIntake.ts";
import { createRehearsalStore, rehearsalMigration } from "../rehearsalStore.ts";

export const CHAIN_ID = 31337;
/** first and repeat, both gated */
const MASK = 0b11_1111n;

/** A model as the index tells of it. */
export interface IndexedModel {
  id: string;
  adapterCid: string;
  publisher: string;
  rounds: { id: string; phase: string; passed: boolean | null }[];
}

export interface TestDesk extends RehearsalDesk {
  jobs: ReturnType<typeof createJobStore>;
  ann: PrivateKeyAccount;
  dataset: Dataset;
  /** what the index answers; a test may change it */
  index: { models: IndexedModel[]; away: boolean };
  /** a finished run of `ann` unless told otherwise */
  addRun(
    id: string,
    change?: { requester?: string; datanet?: string; state?: "done" | "failed" | "cancelled" },
  ): Promise<StoredJob>;
  /** body of a request to rehearse */
  ask(jobId: string, change?: { index?: number; items?: number; signer?: PrivateKeyAccount }): Promise<SignedRehearsal>;
}

export async function openDesk(home: string, validationRows = 40): Promise<TestDesk> {
  const db = await openDatabase(join(home, "trainer.db"), [
    jobStoreMigration,
    jobRetryMigration,
    rehearsalMigration,
    cleanupMigration,
  ]);
  const jobs = createJobStore(db);
  const ann = privateKeyToAccount(generatePrivateKey());
  const index: TestDesk["index"] = { models: [], away: false };
  const graph: Graph = {
    query: async <T>(document: object, ...[variables]: unknown[]) => {
      if (index.away) throw new AssayError("The index is away.", { code: "GRAPH_UNREACHABLE", status: 503 });
      const isRules = document.toString().includes("RoundRules");
      return (isRules ? rules() : outcomes(index.models, variables as Record<string, unknown>)) as T;
    },
  };
  const dataset = exampleDataset(validationRows);
  const dir = join(home, "jobs");
  return {
    rehearsals: createRehearsalStore(db),
    ledger: createCleanupLedger({ db, graph, jobs: () => jobs.list() }),
    client: { verifyTypedData } as unknown as ChainClient,
    chainId: CHAIN_ID,
    graph,
    dir,
    jobs,
    ann,
    dataset,
    index,
    async addRun(id, { requester = ann.address, datanet = "1", state = "done" } = {}) {
      mkdirSync(join(dir, id), { recursive: true });
      writeFileSync(join(dir, id, "data.jsonl"), dataset.rows.map((row) => JSON.stringify(row)).join("\n"));
      await jobs.add(id, { base: "tiny", method: "lora", hyperparameters: {}, datanet, version: 1 }, id, requester);
      await jobs.finish(id, state, state === "done" ? { result: { adapterCid: `cid-${id}` } } : {});
      return (await jobs.get(id)) as StoredJob;
    },
    async ask(jobId, { index = 0, items = 32, signer = ann } = {}) {
      const requester = ann.address;
      const typed = rehearseTypedData({ chainId: CHAIN_ID, jobId, requester, index, items });
      return { index, items, signature: await signer.signTypedData(typed) };
    },
  };
}

function rules() {
  return {
    paramSets: [{ id: "1", itemsPerBatch: 32, trialMask: MASK.toString(), gatedLanes: 0b10_0001 }],
    gates: [
      { items: 24, attempt: 1, minPasses: 23 },
      { items: 32, attempt: 1, minPasses: 30 },
      { items: 64, attempt: 1, minPasses: 57 },
    ],
    models: [],
  };
}

function outcomes(models: IndexedModel[], { cids, publisher }: Record<string, unknown>) {
  return {
    models: models.filter((model) => (cids as string[]).includes(model.adapterCid) && model.publisher === publisher),
  };
}

/** Eight training rows and as many validation rows as asked for. */
function exampleDataset(validationRows: number): Dataset {
  const row = (index: number): TrainingRow => ({
    index,
    text: `question ${index}`,
    label: index % 2 === 0 ? "refund" : "greeting",
    contributor: zeroAddress,
    split: index < 8 ? "train" : "validation",
  });
  return {
    datanetId: 1n,
    version: 1,
    rowsRoot: numberToHex(1, { size: 32 }),
    labels: ["greeting", "refund"],
    grading: { grader: "label-set" },
    rows: Array.from({ length: 8 + validationRows }, (_, index) => row(index)),
  };
}
