import type { RecheckResult } from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import { BAD_FORM, BAD_PROMPT, badAnswer, CLEAN, type TrialHashes, textHash } from "@assay/sdk/hashing";
import type { Hex } from "viem";
import type { ExamBatchPlain } from "../../exam/batch.ts";
import { itemParams, trialParams } from "../../exam/itemParams.ts";
import { fetchCandidate } from "../candidate.ts";
import { fetchRegressionModels } from "../regression.ts";
import type { DutyContext } from "./context.ts";
import type { ReadTranscript, TranscriptTrial } from "./transcripts.ts";

/** Positions that ask the plain question; some prompts quote their answers. */
const PLAIN_POSITIONS = 6;
/** Noisy margins go on chain in millionths. */
const MARGIN_UNIT = 1_000_000;

/** A trial to run again. `prompt` and `canonical` are null where only `hashes` is known (an answer to a demand). */
export interface TrialToCheck {
  slot: number;
  position: number;
  prompt: string | null;
  outIds: number[];
  canonical: string | null;
  hashes: TrialHashes;
  plain: { position: number; outIds: number[] }[];
}

/** What running a trial again found. */
export interface TrialCheck {
  slot: number;
  position: number;
  fault: "prompt" | "token" | "end" | "form" | null;
  firstBadToken: number | null;
  margin: number;
}

export interface RecheckOptions {
  roundId: bigint;
  /** the seat whose trials these are */
  seat: number;
  trials: TrialToCheck[];
  /** undefined for whoever has no key: prompts are then taken as given */
  batch: ExamBatchPlain | undefined;
  jobKey: string;
}

/** The trial at (slot, position) of a transcript, with what its prompt may quote. */
export function trialToCheck(
  { document, items }: ReadTranscript,
  slot: number,
  position: number,
): TrialToCheck | undefined {
  const item = document.items[slot];
  const at = item?.trials.findIndex((one) => one.position === position) ?? -1;
  const trial: TranscriptTrial | undefined = item?.trials[at];
  const hashes = items[slot]?.trials[at];
  if (item === undefined || trial === undefined || hashes === undefined) return undefined;
  const plain = item.trials
    .filter((one) => one.position < PLAIN_POSITIONS)
    .map((one) => ({ position: one.position, outIds: one.outIds }));
  return { slot, position, prompt: trial.prompt, outIds: trial.outIds, canonical: trial.canonical, hashes, plain };
}

/** Runs trials of a seat again on this machine's engine. */
export async function recheck(context: DutyContext, options: RecheckOptions): Promise<TrialCheck[]> {
  const { identity, view, engine, ipfs, dir, signal } = context;
  const { roundId, seat, trials, batch, jobKey } = options;
  const { store, duties } = identity;
  const drawn = await duties.round(roundId);
  const model = drawn === undefined ? undefined : await store.model(drawn.modelId);
  if (drawn === undefined || model === undefined)
    throw new AssayError(`Round ${roundId} was not seen on chain yet.`, { code: "round_unknown", status: 503 });
  const round = await view.round(roundId);
  const { trialMask } = await view.paramSet(BigInt(round.paramSetId));
  const candidate = await fetchCandidate(ipfs, dir, model);
  const references = await fetchRegressionModels(context, roundId, drawn.modelId, trialMask);
  const rules = trialParams({ trialMask, seed: drawn.seed, seat, maxTemperatureMilli: model.maxTemperatureMilli });
  const { roundSeed, temperature } = rules;
  const exam = batch && { ...itemParams(batch), ...references, ...rules };
  const result = await engine.runJob({
    kind: "recheck",
    params: {
      ...candidate,
      ...(exam ?? { items: null, roundSeed, temperature, seat }),
      trials: trials.map(({ hashes: _, ...trial }) => trial),
    },
    jobKey,
    signal,
  });
  return trials.map((trial, i) => checkOf(trial, result.trials[i]));
}

function checkOf(trial: TrialToCheck, found: RecheckResult["trials"][number] | undefined): TrialCheck {
  const { slot, position, hashes } = trial;
  if (found?.slot !== slot || found.position !== position)
    throw new AssayError(`The engine did not recheck position ${position} of slot ${slot}.`, {
      code: "engine_inconsistent",
      status: 502,
    });
  const { firstBadToken, margin } = found;
  const isOtherPrompt = trial.prompt === null && textHash(found.prompt) !== hashes.promptHash;
  const isOtherForm =
    trial.canonical === null && found.canonical !== null && textHash(found.canonical) !== hashes.answerHash;
  if (isOtherPrompt) return { slot, position, fault: "prompt", firstBadToken: null, margin };
  const fault = found.fault ?? (isOtherForm ? "form" : null);
  return { slot, position, fault, firstBadToken, margin };
}

/** What a juror answers on such a check (LeafChallenges), and the margin in millionths. */
export function answerOf({ fault, firstBadToken, margin }: TrialCheck): { answer: Hex; margin: bigint } {
  const scaled = BigInt(Math.min(Math.round(margin * MARGIN_UNIT), Number.MAX_SAFE_INTEGER));
  if (fault === null) return { answer: CLEAN, margin: scaled };
  if (fault === "prompt") return { answer: badAnswer(BAD_PROMPT), margin: 0n };
  if (fault === "form") return { answer: badAnswer(BAD_FORM), margin: 0n };
  return { answer: badAnswer(BigInt(firstBadToken ?? 0)), margin: scaled };
}
