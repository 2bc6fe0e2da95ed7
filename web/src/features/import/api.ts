import { postForm, postJson } from "../../data/http.ts";

export interface Mapping {
  text: string;
  label: string;
  contributor?: string;
  group?: string;
}

export interface Finding {
  code: string;
  severity: "blocking" | "warning" | "info";
  count: number;
  examples: unknown[];
  fix: string;
}

export interface Inspection {
  format: string;
  columns: string[];
  rowCount: number;
  preview: string[][];
  suggestedMapping: Partial<Mapping>;
  findings: Finding[];
}

export interface ContributionMetadata {
  origin: string;
  licence: string;
  intendedUse: string;
  why: string;
}

export interface PreparedContribution {
  contributionId: string;
  typedData: {
    domain: Record<string, unknown>;
    types: Record<string, { name: string; type: string }[]>;
    primaryType: string;
    message: Record<string, unknown>;
  };
  rows: number;
  labels: Record<string, number>;
  findings: Finding[];
}

export interface Draft {
  contributionId: string;
  contributor: string;
  rows: number;
  signed: boolean;
}

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
}): Promise<PreparedContribution> {
  const form = new FormData();
  form.set("file", input.file);
  form.set("mapping", JSON.stringify(input.mapping));
  form.set("contributor", input.contributor);
  form.set("metadata", JSON.stringify(input.metadata));
  return postForm<PreparedContribution>(`/api/curator/datanets/${input.datanetId}/contributions`, form);
}

export const signContribution = (id: string, signature: string) =>
  postJson<unknown>(`/api/curator/contributions/${id}/sign`, { signature });
