import type { EngineProgress } from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import { evaluateParams } from "../../exam/itemParams.ts";
import type { EngineClient } from "../../platform/engine/client.ts";
import type { Ipfs } from "../../platform/ipfs/ipfs.ts";
import { fetchCandidate } from "../candidate.ts";
import type { ChainView } from "../chainView.ts";
import type { Identity } from "../identity.ts";
import { fetchRegressionModels } from "../regression.ts";
import type { SeatOutcome, StoredSeat } from "../store.ts";
import { openExam } from "./openExam.ts";
import { buildOutcome, readEvaluation } from "./transcript.ts";

export interface SeatWorkOptions {
  identity: Identity;
  view: ChainView;
  engine: EngineClient;
  ipfs: Ipfs;
  dir: string;
  signal: AbortSignal;
  onProgress(stage: string, progress?: EngineProgress): void;
}

/** Runs one seat's exam: key, batch, model, engine, transcript. Touches neither chain nor IPFS writes. */
export async function evaluateSeat(options: SeatWorkOptions, stored: StoredSeat): Promise<SeatOutcome> {
  const { identity, view, engine, ipfs, dir, signal, onProgress } = options;
  const { roundId, seat, modelId, wrap, seed } = stored;
  const { store, deployment, keys, address } = identity;
  const round = await view.round(roundId);
  const datanetId = BigInt(round.datanetId);
  const commitment = await store.exam(datanetId, round.version);
  const model = await store.model(modelId);
  if (wrap === undefined || commitment === undefined || model === undefined)
    throw new AssayError(`Round ${roundId} refers to a model or exam not seen on chain yet.`, {
      code: "seat_incomplete",
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
  const candidate = await fetchCandidate(ipfs, dir, model);
  const references = await fetchRegressionModels(options, roundId, modelId, trialMask);
  const { gatedLanes } = round;
  const exam = evaluateParams(batch, {
    trialMask,
    gatedLanes,
    seed,
    seat,
    maxTemperatureMilli: model.maxTemperatureMilli,
  });
  onProgress("evaluating");
  const result = await engine.runJob({
    kind: "evaluate",
    params: { ...candidate, ...exam, ...references },
    // The seed is part of the key: a chain that was started again must not get an old chain's answer.
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
      gatedLanes,
      minPasses: round.minPasses,
      temperature: exam.temperature,
      batch,
    },
    readEvaluation(result),
  );
}
