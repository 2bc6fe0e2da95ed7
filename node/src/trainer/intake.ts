import { randomUUID } from "node:crypto";
import type { SignedCancel, SignedJob } from "@assay/sdk/api";
import { cancelTypedData, documentHash, jobTypedData } from "@assay/sdk/hashing";
import type { ChainClient } from "../platform/chain/clients.ts";
import { assertSigned } from "../platform/chain/signature.ts";
import type { JobStore, StoredJob } from "./jobStore.ts";

/** Checks a job's signature and queues it. The same signed job twice is the same job. */
export async function acceptJob(
  store: JobStore,
  client: ChainClient,
  chainId: number,
  { job, requester, signature }: SignedJob,
): Promise<StoredJob> {
  const jobHash = documentHash(job);
  const typedData = jobTypedData({ chainId, jobHash, requester });
  await assertSigned(client, { address: requester, typedData, signature, over: "over this job" });
  return store.add(randomUUID(), job, jobHash, requester);
}

/** Checks that a job's own requester signed to stop it. @throws AssayError signature_invalid */
export async function assertMayCancel(
  { id, requester }: StoredJob,
  client: ChainClient,
  chainId: number,
  { signature }: SignedCancel,
): Promise<void> {
  const typedData = cancelTypedData({ chainId, jobId: id, requester });
  await assertSigned(client, { address: requester, typedData, signature, over: `over stopping job ${id}` });
}
