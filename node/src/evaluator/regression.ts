import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { type Candidate, fetchCandidate } from "./candidate.ts";
import type { ChainView } from "./chainView.ts";
import type { Identity } from "./identity.ts";

/** Trial positions of the regression condition: against the parent, against the incumbent. */
const POSITIONS = { parent: 42n, incumbent: 43n } as const;

/** The models a candidate is compared with, on this disk. */
export type RegressionModels = Partial<Record<keyof typeof POSITIONS, Candidate>>;

export interface RegressionSource {
  identity: Identity;
  view: ChainView;
  ipfs: Ipfs;
  dir: string;
}

/** Fetches the models the regression trials compare with, as far as the mask asks for them and they exist. */
export async function fetchRegressionModels(
  { view, identity, ipfs, dir }: RegressionSource,
  roundId: bigint,
  modelId: bigint,
  trialMask: bigint,
): Promise<RegressionModels> {
  const asked = (["parent", "incumbent"] as const).filter((name) => (trialMask >> POSITIONS[name]) & 1n);
  if (asked.length === 0) return {};
  const found = await view.references(roundId, modelId);
  const fetched: RegressionModels = {};
  for (const name of asked) {
    const id = found[name];
    const model = id === undefined ? undefined : await identity.store.model(id);
    if (model !== undefined) fetched[name] = await fetchCandidate(ipfs, dir, model);
  }
  return fetched;
}
