import type { Address, Hex } from "viem";
import type { Graph } from "../platform/graph.ts";

/** A model as a sponsor sees it; amounts in token wei, times in unix seconds. */
export interface SponsoredModel {
  id: string;
  state: "SANDBOX" | "PROBATION" | "ADMITTED" | "SUSPENDED" | "RETIRED";
  publisher: Address;
  trainer: Address;
  baseAuthor: Address;
  parent: { id: string } | null;
  baseId: Hex;
  baseHash: Hex;
  adapterHash: Hex;
  runManifestHash: Hex;
  tokenizerHash: Hex;
  templateHash: Hex;
  servingProfileHash: Hex;
  maxTemperatureMilli: number;
  adapterCid: string;
  runCid: string;
  expiresAt: string;
  stake: string;
  sources: { datanet: { id: string }; version: { version: number }; weightBps: number }[];
  rounds: { id: string; phase: string; fee: string; closedAt: string | null }[];
}

const MODELS = /* GraphQL */ `
  query SponsorModels {
    models(first: 1000, orderBy: registeredAt) {
      id state publisher trainer baseAuthor parent { id } baseId baseHash adapterHash runManifestHash tokenizerHash
      templateHash servingProfileHash maxTemperatureMilli adapterCid runCid expiresAt stake
      sources(first: 8, orderBy: index) { datanet { id } version { version } weightBps }
      rounds(first: 1000, orderBy: openedAt) { id phase fee closedAt }
    }
  }`;

export async function readModels(graph: Graph): Promise<SponsoredModel[]> {
  return (await graph.query<{ models: SponsoredModel[] }>(MODELS)).models;
}
