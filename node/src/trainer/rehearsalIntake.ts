import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { NextRehearsal, SignedCancel, SignedRehearsal, SignedRowEdit } from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import { cancelTypedData, documentHash, rehearseTypedData, rowEditTypedData } from "@assay/sdk/hashing";
import { bytesToHex } from "viem";
import type { ChainClient } from "../platform/chain/clients.ts";
import { isSignedBy } from "../platform/chain/signature.ts";
import type { Graph } from "../platform/graph.ts";
import { readObject } from "../platform/json.ts";
import type { CleanupLedger } from "./cleanupLedger.ts";
import { signatureInvalid } from "./intake.ts";
import type { StoredJob } from "./jobStore.ts";
import { isAway } from "./patience.ts";
import type { RehearsalStore, StoredRehearsal } from "./rehearsalStore.ts";
import { type RoundRules, readRoundRules } from "./roundRules.ts";

export interface RehearsalDesk {
  rehearsals: RehearsalStore;
  ledger: CleanupLedger;
  client: ChainClient;
  chainId: number;
  graph: Graph;
  /** one folder a job under it */
  dir: string;
}

/** Validation rows that a run was trained beside. */
function validationRows(dir: string, jobId: string): number {
  const lines = readFileSync(join(dir, jobId, "data.jsonl"), "utf8").split("\n");
  return lines.filter((line) => line !== "" && readObject(JSON.parse(line), "row").split === "validation").length;
}

function assertDone(job: StoredJob): void {
  if (job.state === "done") return;
  const why = { queued: "waits its turn", running: "is still running", failed: "failed", cancelled: "was cancelled" };
  throw new AssayError(`Run ${job.id} ${why[job.state]}; only a finished run can be rehearsed.`, {
    code: "job_not_done",
    status: 409,
    field: "jobId",
  });
}

function sizesFor(job: StoredJob, rules: RoundRules, rows: number): number[] {
  const { datanet, version } = job.job;
  const known = rules.gates.map(({ items }) => items);
  const sizes = known.filter((size) => size <= rows);
  if (sizes.length > 0) return sizes;
  const has = rows === 0 ? "has no validation rows" : `has ${rows} validation rows`;
  throw new AssayError(
    `Version ${version} of datanet ${datanet} ${has}, and a rehearsal needs ${known[0] ?? 1} at least; publish a version with more rows and train on that.`,
    { code: "validation_rows_too_few", status: 409, field: "items" },
  );
}

const rulesFor = (desk: RehearsalDesk, job: StoredJob): Promise<RoundRules> =>
  readRoundRules(desk.graph, job.result?.adapterCid ?? "");

/** What the requester would sign for next. A run that can't be rehearsed says why in `blocked`. */
export async function nextRehearsal(desk: RehearsalDesk, job: StoredJob): Promise<NextRehearsal> {
  const index = (await desk.rehearsals.ofJob(job.id)).length;
  try {
    assertDone(job);
    const rules = await rulesFor(desk, job);
    const sizes = sizesFor(job, rules, validationRows(desk.dir, job.id));
    const items = sizes.includes(rules.items) ? rules.items : (sizes.at(-1) ?? 0);
    return { index, sizes, items };
  } catch (error) {
    if (isAway(error))
      return {
        index,
        sizes: [],
        blocked: "The index can't be reached, so the gates are not known; try again in a moment.",
      };
    if (!(error instanceof AssayError) || error.status !== 409) throw error;
    return { index, sizes: [], blocked: error.message };
  }
}

/**
 * Checks a request and queues the rehearsal. It is counted from here on, whatever becomes of it. The same request again
 * gives the rehearsal that is already there.
 * @throws AssayError job_not_done, validation_rows_too_few, signature_invalid, rehearsal_index or invalid_field
 */
export async function acceptRehearsal(
  desk: RehearsalDesk,
  job: StoredJob,
  { index, items, signature }: SignedRehearsal,
): Promise<StoredRehearsal> {
  assertDone(job);
  const { requester } = job;
  const typed = rehearseTypedData({ chainId: desk.chainId, jobId: job.id, requester, index, items });
  const valid = await isSignedBy(desk.client, requester, typed, signature);
  if (!valid) throw signatureInvalid(requester, `over rehearsal ${index} of run ${job.id} with ${items} items`);
  const rules = await rulesFor(desk, job);
  const rows = validationRows(desk.dir, job.id);
  const sizes = sizesFor(job, rules, rows);
  if (!sizes.includes(items))
    throw new AssayError(
      `items must be one of ${sizes.join(", ")}: a size of the gate table within the ${rows} validation rows.`,
      { code: "invalid_field", field: "items" },
    );
  const seed = bytesToHex(randomBytes(32));
  return await desk.rehearsals.add({ id: randomUUID(), jobId: job.id, index, items, seed, rules });
}

/** Checks that the run's own requester signed to stop this rehearsal. @throws AssayError signature_invalid */
export async function assertMayCancelRehearsal(
  desk: RehearsalDesk,
  job: StoredJob,
  rehearsalId: string,
  { signature }: SignedCancel,
): Promise<void> {
  const { requester } = job;
  const typed = cancelTypedData({ chainId: desk.chainId, jobId: rehearsalId, requester });
  const valid = await isSignedBy(desk.client, requester, typed, signature);
  if (!valid) throw signatureInvalid(requester, `over stopping rehearsal ${rehearsalId}`);
}

/** Keeps an answer that the requester edited into what it should be. @throws AssayError signature_invalid */
export async function acceptRowEdit(
  desk: RehearsalDesk,
  job: StoredJob,
  { text, label, was = "", signature }: SignedRowEdit,
): Promise<void> {
  const row = { text: text.trim(), label: label.trim() };
  const { requester } = job;
  const typed = rowEditTypedData({ chainId: desk.chainId, jobId: job.id, requester, rowHash: documentHash(row) });
  const valid = await isSignedBy(desk.client, requester, typed, signature);
  if (!valid) throw signatureInvalid(requester, "over this row");
  await desk.ledger.addRowEdit({ jobId: job.id, ...row, was });
}
