import { randomUUID } from "node:crypto";
import type { SignedCancel, SignedJob } from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import { cancelTypedData, documentHash, jobTypedData } from "@assay/sdk/hashing";
import type { Address } from "viem";
import type { ChainClient } from "../platform/chain/clients.ts";
import { isSignedBy } from "../platform/chain/signature.ts";
import type { JobStore, StoredJob } from "./jobStore.ts";

/** Checks a job's signature and queues it. The same signed job twice is the same job. */
export async function acceptJob(
  store: JobStore,
  client: ChainClient,
  chainId: number,
  { job, requester, signature }: SignedJob,
): Promise<StoredJob> {
  const jobHash = documentHash(job);
  const valid = await isSignedBy(client, requester, jobTypedData({ chainId, jobHash, requester }), signature);
  if (!valid) throw signatureInvalid(requester, "over this job");
  return store.add(randomUUID(), job, jobHash, requester);
}

/** Checks that a job's own requester signed to stop it. @throws AssayError signature_invalid */
export async function assertMayCancel(
  { id, requester }: StoredJob,
  client: ChainClient,
  chainId: number,
  { signature }: SignedCancel,
): Promise<void> {
  const valid = await isSignedBy(client, requester, cancelTypedData({ chainId, jobId: id, requester }), signature);
  if (!valid) throw signatureInvalid(requester, `over stopping job ${id}`);
}

/** One sentence for every signature that is not the requester's. */
export const signatureInvalid = (requester: Address, what: string): AssayError =>
  new AssayError(`signature is not ${requester}'s ${what}; sign it with that account.`, {
    code: "signature_invalid",
    field: "signature",
  });
