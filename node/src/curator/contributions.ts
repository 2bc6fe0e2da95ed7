import { randomBytes, randomUUID } from "node:crypto";
import { ContributionMetadata, type ContributionOffer } from "@assay/sdk/api";
import type { Deployment } from "@assay/sdk/deployment";
import { AssayError } from "@assay/sdk/errors";
import {
  canonicalRow,
  contentHash,
  contributionRowsRoot,
  contributionTypedData,
  documentHash,
} from "@assay/sdk/hashing";
import { type Address, bytesToHex, getAddress, type Hex } from "viem";
import type { MappedRow } from "../datasets/findings.ts";
import { importRows } from "../datasets/importTable.ts";
import { readMapping } from "../datasets/mapping.ts";
import { parseTable } from "../datasets/parseTable.ts";
import type { ChainClient } from "../platform/chain/clients.ts";
import { isSignedBy } from "../platform/chain/signature.ts";
import { checked } from "../platform/http/route.ts";
import type { Contribution, ContributionStore } from "./contributionStore.ts";
import type { Offers } from "./offers.ts";

/** What takes contributions in. */
export interface ContributionDesk {
  store: ContributionStore;
  offers: Offers;
  client: ChainClient;
  deployment: Deployment;
}

export interface ContributionRequest {
  datanetId: bigint;
  contributor: Address;
  mapping: unknown;
  metadata: unknown;
  file: Uint8Array;
}

/** What a contributor signs (EIP-712). */
function typedDataOf(contribution: Contribution, deployment: Deployment) {
  const { datanetId, contributor, rowsRoot, rowCount, metadataHash, nonce } = contribution;
  return contributionTypedData({
    chainId: deployment.chainId,
    datanets: deployment.addresses.datanets,
    contribution: { datanetId, contributor, rowsRoot, rows: BigInt(rowCount), metadataHash, nonce },
  });
}

/** JSON form of typed data: bigints as decimal strings, as wallets take them. */
function toJson(value: object): ContributionOffer["typedData"] {
  const text = JSON.stringify(value, (_key, entry: unknown) => (typeof entry === "bigint" ? entry.toString() : entry));
  return JSON.parse(text) as ContributionOffer["typedData"];
}

/** With a contributor column, the rows of this contributor only. */
function rowsOf(rows: MappedRow[], contributor: Address, mapped: boolean): MappedRow[] {
  if (!mapped) return rows;
  const own = rows.filter((row) => row.contributor?.toLowerCase() === contributor.toLowerCase());
  if (own.length === 0)
    throw new AssayError(
      `No row names ${contributor} in the contributor column; map no contributor column to claim all rows.`,
      { code: "no_rows", field: "mapping.contributor" },
    );
  return own;
}

export function countLabels(rows: { label: string }[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Holds an upload until its contributor signs it, and returns what to sign. */
export async function offerContribution(
  { store, offers, deployment }: ContributionDesk,
  request: ContributionRequest,
): Promise<ContributionOffer> {
  const contributor = getAddress(request.contributor);
  const { origin, licence, intendedUse, why } = checked(ContributionMetadata, request.metadata, "metadata");
  const metadata = { origin, licence, intendedUse, why };
  const table = parseTable(request.file);
  const mapping = readMapping(request.mapping, table);
  const { rows: all, findings } = importRows(table, mapping);
  const rows = rowsOf(all, contributor, mapping.contributor !== undefined).map((row) => ({
    text: row.text,
    label: row.label,
    group: row.group,
    salt: bytesToHex(randomBytes(32)),
  }));
  const contribution = {
    id: randomUUID(),
    datanetId: request.datanetId,
    contributor,
    rowsRoot: contributionRowsRoot(
      rows.map((row) => contentHash(row.salt, canonicalRow({ text: row.text, label: row.label }))),
    ),
    rowCount: rows.length,
    labels: countLabels(rows),
    metadata,
    metadataHash: documentHash(metadata),
    nonce: await nextNonce(store, offers, request.datanetId, contributor),
  };
  offers.add({ contribution, rows, findings });
  return {
    contributionId: contribution.id,
    typedData: toJson(typedDataOf(contribution, deployment)),
    rows: rows.length,
    labels: contribution.labels,
    findings,
  };
}

/** Above every nonce that was signed or waits for its signature. */
async function nextNonce(
  store: ContributionStore,
  offers: Offers,
  datanetId: bigint,
  contributor: Address,
): Promise<bigint> {
  // One that is signed while the store answers is in neither look alone.
  let highest = offers.lastNonce(datanetId, contributor);
  const kept = await store.lastNonce(datanetId, contributor);
  for (const nonce of [kept, offers.lastNonce(datanetId, contributor)]) if (nonce > highest) highest = nonce;
  return highest + 1n;
}

/**
 * Keeps an upload once its contributor has signed it, with a key or with a contract wallet; AssayError signature_invalid
 * otherwise. The same signature again changes nothing.
 */
export async function signContribution(
  { store, offers, client, deployment }: ContributionDesk,
  id: string,
  signature: Hex,
): Promise<Contribution> {
  const offer = offers.get(id);
  const contribution: Contribution | undefined = offer?.contribution ?? (await store.get(id));
  if (contribution === undefined)
    throw new AssayError(
      `No upload ${id} waits here; uploads are forgotten when nobody signs them. Upload the file again.`,
      { code: "contribution_unknown", status: 404, field: "contributionId" },
    );
  const { contributor } = contribution;
  if (!(await isSignedBy(client, contributor, typedDataOf(contribution, deployment), signature)))
    throw new AssayError(
      `The signature is not one by ${contributor} over this contribution; sign it with that account.`,
      { code: "signature_invalid", field: "signature" },
    );
  if (offer !== undefined) {
    await store.add(contribution, signature, offer.rows, offer.findings);
    offers.remove(id);
  }
  return contribution;
}
