import type { EngineClient, EngineProgress } from "../engine/client.ts";
import { AppError } from "../errors.ts";
import type { Ipfs } from "../storage/ipfs.ts";
import { type Candidate, fetchCandidate } from "./candidate.ts";
import type { ChainView } from "./chainView.ts";
import type { Identity } from "./identity.ts";
import { openExam } from "./openExam.ts";
import type { SeatOutcome, StoredSeat } from "./store.ts";
import { buildOutcome, readEvaluation } from "./transcript.ts";

/** `repeat` runs at the model's maximum temperature, never below this (evaluation.md). */
const MIN_REPEAT_TEMPERATURE = 0.3;
/** Most labels the engine takes (node/worker/assay_worker/params.py). */
const ENGINE_LABELS = 1_000;
/** Trial positions of the regression condition: against the parent, against the incumbent. */
const REGRESSION = { parent: 42n, incumbent: 43n } as const;

export interface SeatWorkOptions {
  identity: Identity;
  view: ChainView;
  engine: EngineClient;
  ipfs: Ipfs;
  home: string;
  signal: AbortSignal;
  onProgress(stage: string, progress?: EngineProgress): void;
}

/** The models the regression trials compare with, as far as the mask asks for them and they exist. */
async function fetchReferences(
  { view, identity, ipfs, home }: SeatWorkOptions,
  { roundId, modelId }: StoredSeat,
  trialMask: bigint,
): Promise<Partial<Record<keyof typeof REGRESSION, Candidate>>> {
  const asked = (["parent", "incumbent"] as const).filter((name) => (trialMask >> REGRESSION[name]) & 1n);
  if (asked.length === 0) return {};
  const found = await view.references(roundId, modelId);
  const fetched: Partial<Record<keyof typeof REGRESSION, Candidate>> = {};
  for (const name of asked) {
    const id = found[name];
    const model = id === undefined ? undefined : identity.store.model(id);
    if (model !== undefined) fetched[name] = await fetchCandidate(ipfs, home, model);
  }
  return fetched;
}

/** Runs one seat's exam: key, batch, model, engine, transcript. Touches neither chain nor IPFS writes. */
export async function evaluateSeat(options: SeatWorkOptions, stored: StoredSeat): Promise<SeatOutcome> {
  const { identity, view, engine, ipfs, home, signal, onProgress } = options;
  const { roundId, seat, modelId, wrap, seed } = stored;
  const { store, deployment, keys, address } = identity;
  const round = await view.round(roundId);
  const datanetId = BigInt(round.datanetId);
  const commitment = store.exam(datanetId, round.version);
  const model = store.model(modelId);
  if (wrap === undefined || commitment === undefined || model === undefined)
    throw new AppError("seat_incomplete", `Round ${roundId} refers to a model or exam not seen on chain yet.`, {
      status: 503,
    });
  onProgress("opening the exam");
  const { trialMask } = await view.paramSet(BigInt(round.paramSetId));
  const batch = await openExam({
    ipfs,
    ref: { chainId: deployment.chainId, datanetId, version: round.version },
    commitment,
    batchId: round.batchId,
    roundId,
    seat,
    wrap,
    privateKey: keys.privateKey,
    itemsPerBatch: round.itemsPerBatch,
  });
  onProgress("fetching the model");
  const candidate = await fetchCandidate(ipfs, home, model);
  const references = await fetchReferences(options, stored, trialMask);
  const temperature = Math.max(MIN_REPEAT_TEMPERATURE, model.maxTemperatureMilli / 1000);
  onProgress("evaluating");
  const result = await engine.runJob({
    kind: "evaluate",
    params: {
      ...candidate,
      items: batch.items.map(({ slot, text, label, contributor }) => ({ slot, text, label, contributor })),
      // All labels where the engine takes as many: `edge` asks whether an answer is one of them.
      labels: batch.labels.length <= ENGINE_LABELS ? batch.labels : [...new Set(batch.items.map((item) => item.label))],
      grader: batch.grader,
      ...(batch.graderConfig === undefined ? {} : { graderConfig: batch.graderConfig }),
      ...(batch.rubric === undefined ? {} : { rubric: batch.rubric }),
      gatedLanes: round.gatedLanes,
      ...references,
      trialMask: trialMask.toString(),
      roundSeed: seed,
      seat,
      temperature,
      trainRowsForHistory: batch.history,
    },
    // The seed is part of the key: a chain that began anew must not get an old chain's answer.
    jobKey: `evaluate:${seed}:${seat}:${address}`,
    signal,
    onProgress: (progress) => onProgress("evaluating", progress),
  });
  return buildOutcome(
    {
      chainId: deployment.chainId,
      admission: deployment.addresses.admission,
      roundId,
      modelId,
      seat,
      evaluator: address,
      trialMask,
      gatedLanes: round.gatedLanes,
      minPasses: round.minPasses,
      temperature,
      batch,
    },
    readEvaluation(result),
  );
}
