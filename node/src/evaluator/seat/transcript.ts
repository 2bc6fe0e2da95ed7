import { encodeDocument, Latency, RubricScore, Scores, validate } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { laneName, outIdsHash, TRIAL_LAYOUT, textHash, transcriptTree, unpackLanes } from "@assay/sdk/hashing";
import type { Address } from "viem";
import type { ExamBatchPlain } from "../../exam/batch.ts";
import { readArray, readInteger, readObject, readString } from "../../platform/json.ts";
import type { SeatOutcome } from "../store.ts";

/** One trial as the engine reports it. */
export interface EngineTrial {
  position: number;
  condition: string;
  variant: string;
  prompt: string;
  outIds: number[];
  answer: string;
  canonical: string;
  pass: boolean;
}

export interface EngineItem {
  slot: number;
  trialBits: string;
  trials: EngineTrial[];
}

export interface SeatContext {
  chainId: number;
  admission: Address;
  roundId: bigint;
  modelId: bigint;
  seat: number;
  evaluator: Address;
  trialMask: bigint;
  gatedLanes: number;
  minPasses: number;
  temperature: number;
  batch: ExamBatchPlain;
}

/** What an evaluation gave; figures are missing where the engine does not report them. */
export interface Evaluation {
  items: EngineItem[];
  seconds: number;
  scores?: Scores;
  latency?: Latency;
  rubric?: RubricScore;
}

/** Checks the form of an `evaluate` result; the engine is ours, but a wrong shape must not become a commitment. */
export function readEvaluation(result: unknown): Evaluation {
  const source = readObject(result, "result");
  const items = readArray(source.items, "result.items", 65_535).map((value, i) => {
    const item = readObject(value, `result.items[${i}]`);
    const trials = readArray(item.trials, `result.items[${i}].trials`, 64).map(
      (trial) => readObject(trial, "trial") as unknown as EngineTrial,
    );
    return {
      slot: readInteger(item.slot, `result.items[${i}].slot`, 0, 65_535),
      trialBits: readString(item.trialBits, `result.items[${i}].trialBits`, 20),
      trials,
    };
  });
  return {
    items: items.sort((a, b) => a.slot - b.slot),
    seconds: typeof source.seconds === "number" ? source.seconds : 0,
    ...(source.scores === undefined ? {} : { scores: validate(Scores, source.scores, "result.scores") }),
    ...(source.latency === undefined ? {} : { latency: validate(Latency, source.latency, "result.latency") }),
    ...(source.rubric === undefined ? {} : { rubric: validate(RubricScore, source.rubric, "result.rubric") }),
  };
}

/** Builds the transcript tree and both documents of a seat. Bits are set here from each trial's own grade. */
export function buildOutcome(context: SeatContext, evaluation: Evaluation): SeatOutcome {
  const items = evaluation.items.map((item) => {
    const bits = item.trials.reduce((word, trial) => (trial.pass ? word | (1n << BigInt(trial.position)) : word), 0n);
    if (bits !== BigInt(item.trialBits))
      throw new AssayError(`The engine's grades on slot ${item.slot} contradict its own bits.`, {
        code: "engine_inconsistent",
        status: 502,
      });
    return {
      slot: item.slot,
      trialBits: bits,
      trials: item.trials.map((trial) => ({
        position: trial.position,
        promptHash: textHash(trial.prompt),
        outIdsHash: outIdsHash(trial.outIds),
        answerHash: textHash(trial.canonical),
      })),
    };
  });
  const tree = transcriptTree(items, context.trialMask);
  const transcript = {
    ...identity(context, tree),
    items: evaluation.items.map((item) => ({ slot: item.slot, trialBits: item.trialBits, trials: item.trials })),
  };
  return {
    root: tree.root,
    rootNode: tree.rootNode,
    lanes: tree.lanes,
    transcript: text(encodeDocument("transcript", transcript).bytes),
    report: text(encodeDocument("report", buildReport(context, evaluation, tree)).bytes),
  };
}

type Committed = Pick<SeatOutcome, "root" | "lanes">;

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** What both documents say about the seat and its result. */
function identity(
  { chainId, admission, roundId, modelId, seat, evaluator, trialMask, temperature, batch }: SeatContext,
  { root, lanes }: Committed,
) {
  return {
    schemaVersion: 1 as const,
    root,
    lanes: lanes.toString(),
    chainId,
    admission,
    roundId: roundId.toString(),
    modelId: modelId.toString(),
    seat,
    evaluator,
    datanetId: batch.datanetId,
    version: batch.version,
    batchId: batch.batchId,
    grader: batch.grader,
    trialMask: trialMask.toString(),
    temperature,
  };
}

/** The engine's count of a condition with its bound; a count that contradicts the tree must not be published. */
function boundOf({ scores }: Evaluation, condition: string, passes: number) {
  const score = scores?.conditions.find((entry) => entry.condition === condition);
  if (score === undefined) return {};
  if (score.passes !== passes)
    throw new AssayError(`The engine counts ${score.passes} passes under ${condition}, its trials ${passes}.`, {
      code: "engine_inconsistent",
      status: 502,
    });
  const { lowerBound, applicable, applicablePasses } = score;
  return { lowerBound, applicable, applicablePasses };
}

/** report.json: count, bound and gate per condition, all reported figures, and every failing trial. */
function buildReport(context: SeatContext, evaluation: Evaluation, committed: Committed) {
  const { scores, latency, rubric } = evaluation;
  const counts = unpackLanes(committed.lanes);
  const present = TRIAL_LAYOUT.filter(
    ({ first, count }) => (context.trialMask >> BigInt(first)) & ((1n << BigInt(count)) - 1n),
  );
  const total = evaluation.items.length;
  const conditions = present.map(({ condition, lane }) => {
    const gated = (context.gatedLanes & (1 << lane)) !== 0;
    const passes = counts[lane] ?? 0;
    return {
      condition,
      lane,
      passes,
      total,
      ...boundOf(evaluation, condition, passes),
      needed: gated ? context.minPasses : 0,
      gated,
      reached: !gated || passes >= context.minPasses,
    };
  });
  const repeatAtLeast = [1, 2, 3, 4, 5].map((lane) => ({ lane, name: laneName(lane), passes: counts[lane] ?? 0 }));
  const failures = evaluation.items.flatMap((item) =>
    item.trials
      .filter((trial) => !trial.pass)
      .map(({ position, condition, variant, prompt, answer, canonical }) => {
        const { text, label, contributor } = itemAt(context.batch, item.slot);
        return {
          slot: item.slot,
          text,
          expected: label,
          contributor,
          position,
          condition,
          variant,
          prompt,
          answer,
          canonical,
        };
      }),
  );
  return {
    ...identity(context, committed),
    items: total,
    conditions,
    repeatAtLeast,
    passed: conditions.every((condition) => condition.reached),
    failures,
    ...(scores === undefined ? {} : { scores }),
    ...(latency === undefined ? {} : { latency }),
    ...(rubric === undefined ? {} : { rubric }),
    seconds: evaluation.seconds,
  };
}

function itemAt(batch: ExamBatchPlain, slot: number): ExamBatchPlain["items"][number] {
  const item = batch.items[slot];
  if (item === undefined)
    throw new AssayError(`The engine reported slot ${slot}, which the exam does not have.`, {
      code: "engine_inconsistent",
      status: 502,
    });
  return item;
}
