import { randomUUID } from "node:crypto";
import { parseDocument } from "@assay/sdk/documents";
import { cancelTypedData, canonicalBytes, documentHash, jobTypedData } from "@assay/sdk/hashing";
import type { Address, Hex } from "viem";
import type { ChainClient } from "../platform/chain/clients.ts";
import { isSignedBy } from "../platform/chain/signature.ts";
import { AppError } from "../platform/errors.ts";
import { readAddress, readHex, readObject } from "../platform/json.ts";
import type { JobStore, StoredJob } from "./jobStore.ts";

/** job.json: what to train, on which registered data, how. Signed by its requester. */
export type TrainingJob = ReturnType<typeof parseDocument<"job">>;

/** Checks a signed job in full and queues it. The same signed job twice is the same job. */
export async function acceptJob(
  store: JobStore,
  client: ChainClient,
  chainId: number,
  body: unknown,
): Promise<StoredJob> {
  const source = readObject(body, "body");
  const job = parseDocument("job", canonicalBytes(readObject(source.job, "job")));
  const requester: Address = readAddress(source.requester, "requester");
  const signature: Hex = readHex(source.signature, "signature");
  const jobHash = documentHash(job);
  const valid = await isSignedBy(client, requester, jobTypedData({ chainId, jobHash, requester }), signature);
  if (!valid) throw signatureInvalid(requester, "over this job");
  return store.add(randomUUID(), job, jobHash, requester);
}

/** Checks that a job's own requester signed to stop it. @throws AppError signature_invalid */
export async function assertMayCancel(
  job: StoredJob,
  client: ChainClient,
  chainId: number,
  body: unknown,
): Promise<void> {
  const signature = readHex(readObject(body, "body").signature, "signature");
  const requester = readAddress(job.requester, "requester");
  const valid = await isSignedBy(client, requester, cancelTypedData({ chainId, jobId: job.id, requester }), signature);
  if (!valid) throw signatureInvalid(requester, `over stopping job ${job.id}`);
}

/** One sentence for every signature that is not the requester's. */
export const signatureInvalid = (requester: Address, what: string): AppError =>
  new AppError("signature_invalid", `signature is not ${requester}'s ${what}; sign it with that account.`, {
    field: "signature",
  });
