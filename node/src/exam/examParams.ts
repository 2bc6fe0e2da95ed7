import { type Candidate, fetchCandidate } from "../evaluator/candidate.ts";
import type { ChainView } from "../evaluator/chainView.ts";
import type { Identity } from "../evaluator/identity.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import type { ExamBatchPlain } from "./exam.ts";

/** `repeat` runs at the model's maximum temperature, never below this (evaluation.md). */
const MIN_REPEAT_TEMPERATURE = 0.3;
/** Most labels the engine takes (node/worker/assay_worker/engine/params.py). */
const ENGINE_LABELS = 1_000;
/** Trial positions of the regression condition: against the parent, against the incumbent. */
const REGRESSION = { parent: 42n, incumbent: 43n } as const;

export type References = Partial<Record<keyof typeof REGRESSION, Candidate>>;

export interface ReferenceSource {
  identity: Identity;
  view: ChainView;
  ipfs: Ipfs;
  home: string;
}

/** Temperature of the repeats, of a model registered with this maximum (thousandths). */
export function repeatTemperature(maxTemperatureMilli: number): number {
  return Math.max(MIN_REPEAT_TEMPERATURE, maxTemperatureMilli / 1000);
}

/**
 * What the engine is told of an exam. A seat and whoever runs its trials again must say the same: labels and grader also
 * decide how long an answer may be.
 */
export function examParams({ items, labels, grader, graderConfig, rubric, history }: ExamBatchPlain) {
  return {
    items: items.map(({ slot, text, label, contributor }) => ({ slot, text, label, contributor })),
    // All labels where the engine takes as many: `edge` asks whether an answer is one of them.
    labels: labels.length <= ENGINE_LABELS ? labels : [...new Set(items.map((item) => item.label))],
    grader,
    ...(graderConfig === undefined ? {} : { graderConfig }),
    ...(rubric === undefined ? {} : { rubric }),
    trainRowsForHistory: history,
  };
}

/** The models the regression trials compare with, as far as the mask asks for them and they exist. */
export async function fetchReferences(
  { view, identity, ipfs, home }: ReferenceSource,
  roundId: bigint,
  modelId: bigint,
  trialMask: bigint,
): Promise<References> {
  const asked = (["parent", "incumbent"] as const).filter((name) => (trialMask >> REGRESSION[name]) & 1n);
  if (asked.length === 0) return {};
  const found = await view.references(roundId, modelId);
  const fetched: References = {};
  for (const name of asked) {
    const id = found[name];
    const model = id === undefined ? undefined : identity.store.model(id);
    if (model !== undefined) fetched[name] = await fetchCandidate(ipfs, home, model);
  }
  return fetched;
}
