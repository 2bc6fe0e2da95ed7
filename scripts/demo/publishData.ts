/** Stages "datanet": create, sign, publish, seal. Every contributor signs its own rows. */

import { createDatanet, publishVersion } from "@assay/sdk/actions";
import { SealedVersionDocument, type SealedVersionQuery } from "@assay/sdk/graph";
import type { Hex } from "viem";
import { localWallet } from "../stack/accounts.ts";
import { type AccountName, localAccount } from "../stack/chain.ts";
import { type DemoContext, query, tx } from "./context.ts";
import type { DemoData } from "./data.ts";
import { poll, postJson, requestJson } from "./http.ts";

/** Who plays which contributor of the example data. */
const CONTRIBUTORS: Record<string, AccountName> = { A: "ada", B: "ben", C: "cleo", D: "dan" };
const SEAL_TIMEOUT_MS = 60_000;

export type PublishedData = { datanetId: bigint; version: number };

type TypedData = Parameters<ReturnType<typeof localWallet>["signTypedData"]>[0];
type Offer = { contributionId: string; typedData: TypedData; rows: number };

/** The local account behind a contributor's name; a user's own file is Ada's. */
export function contributorAccount(name: string): AccountName {
  return CONTRIBUTORS[name] ?? "ada";
}

/** Uploads one contributor's rows as a file and signs what comes back, as the page does. */
async function contribute(context: DemoContext, datanetId: bigint, contributor: string, csv: string): Promise<Offer> {
  const { stack } = context;
  const name = contributorAccount(contributor);
  const form = new FormData();
  form.set("file", new Blob([csv], { type: "text/csv" }), "rows.csv");
  form.set("contributor", localAccount(name).address);
  form.set("mapping", JSON.stringify({ text: "text", label: "label", group: "group" }));
  form.set(
    "metadata",
    JSON.stringify({
      origin: "Assay demo",
      licence: "CC0-1.0",
      intendedUse: "intent classification",
      why: "Rows for the first run on a new machine.",
    }),
  );
  const url = `${stack.webUrl}/api/curator/datanets/${datanetId}/contributions`;
  const offer = await requestJson<Offer>(url, { method: "POST", body: form });
  const signature = await localWallet(name, stack.rpcUrl).signTypedData(offer.typedData);
  await postJson(`${stack.webUrl}/api/curator/contributions/${offer.contributionId}/sign`, { signature });
  return offer;
}

export async function publishData(context: DemoContext, data: DemoData): Promise<PublishedData> {
  const { stack, timeline } = context;
  const curator = localWallet("curator", stack.rpcUrl);
  return await timeline.stage("datanet: create, sign, publish, seal", 25, async (stage) => {
    const metadata = await postJson<{ cid: string; hash: Hex }>(`${stack.webUrl}/api/curator/metadata`, {
      name: data.name,
      description: data.description,
      domain: "customer support",
      licence: "CC0-1.0",
      access: "open",
    });
    const created = await createDatanet(curator, {
      deployment: stack.deployment,
      metadataHash: metadata.hash,
      metadataCid: metadata.cid,
      custodian: localAccount("curatorNode").address,
    });
    stage.evidence(`datanet ${created.datanetId}, ${tx(created.hash)}`);
    const contributionIds: string[] = [];
    for (const { contributor, csv, rows } of data.contributions) {
      stage.progress(`rows of ${contributor}`);
      const offer = await contribute(context, created.datanetId, contributor, csv);
      contributionIds.push(offer.contributionId);
      stage.evidence(`${contributorAccount(contributor)} signed ${offer.rows} of ${rows} rows`);
    }
    const draft = await postJson<{ input: Parameters<typeof publishVersion>[1]["input"]; manifestCid: string }>(
      `${stack.webUrl}/api/curator/datanets/${created.datanetId}/versions`,
      { contributionIds },
    );
    const input = { ...draft.input, totalWeight: BigInt(draft.input.totalWeight) };
    const published = await publishVersion(curator, {
      deployment: stack.deployment,
      datanetId: created.datanetId,
      input,
    });
    stage.evidence(`version ${published.version}, ${draft.manifestCid}, ${tx(published.hash)}`);
    stage.progress("waiting for the seed of the next epoch and the exam");
    const sealed = await waitSealed(context, created.datanetId, published.version);
    stage.evidence(`exam sealed: ${sealed.batchCount} batches, ${sealed.examManifestCid}`);
    return { datanetId: created.datanetId, version: published.version };
  });
}

type SealedVersion = NonNullable<SealedVersionQuery["version"]>;

async function waitSealed({ stack }: DemoContext, datanetId: bigint, version: number): Promise<SealedVersion> {
  const id = `${datanetId}-${version}`;
  const ask = async (): Promise<SealedVersion | null> => {
    const role = `${stack.webUrl}/api/curator/datanets/${datanetId}/versions/${version}`;
    const own = await requestJson<{ state: string; error?: string }>(role);
    if (own.state === "failed") throw new Error(own.error ?? "The exam could not be built.");
    return (await query(stack, SealedVersionDocument, { id })).version;
  };
  const found = await poll("Sealing the exam", ask, (answer) => answer?.state === "SEALED", {
    timeoutMs: SEAL_TIMEOUT_MS,
  });
  if (found === null) throw new Error(`Version ${id} is not indexed.`);
  return found;
}
