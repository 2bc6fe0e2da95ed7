import type { ContributionMetadata, ContributionOffer, Inspection, Mapping } from "@assay/sdk/api";
import { deleteJson, postForm, postJson } from "../../data/http.ts";

export type { ContributionMetadata, Finding, Inspection, Mapping } from "@assay/sdk/api";

/** Reads a file without keeping anything of it. */
export function inspectFile(file: File): Promise<Inspection> {
  const form = new FormData();
  form.set("file", file);
  return postForm<Inspection>("/api/curator/inspect", form);
}

/** Hands rows in as a contribution that still needs its owner's signature. */
export function prepareContribution(input: {
  datanetId: string;
  file: File;
  mapping: Mapping;
  contributor: string;
  metadata: ContributionMetadata;
}): Promise<ContributionOffer> {
  const form = new FormData();
  form.set("file", input.file);
  form.set("mapping", JSON.stringify(input.mapping));
  form.set("contributor", input.contributor);
  form.set("metadata", JSON.stringify(input.metadata));
  return postForm<ContributionOffer>(`/api/curator/datanets/${input.datanetId}/contributions`, form);
}

export const signContribution = (id: string, signature: string) =>
  postJson<unknown>(`/api/curator/contributions/${id}/sign`, { signature });

/** Drops an upload that nobody signed. */
export const forgetContribution = (id: string) => deleteJson<unknown>(`/api/curator/contributions/${id}`);
