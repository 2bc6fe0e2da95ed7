/** Stages "register and stake" and "evaluation round": the model is judged by the evaluators drawn for it. */

import { openRound, readGate, readParams, registerModel, stakeModel } from "@assay/sdk/actions";
import { RoundResultDocument, type RoundResultQuery } from "@assay/sdk/graph";
import { TRIAL_LAYOUT } from "@assay/sdk/hashing";
import { localReader, localWallet } from "../stack/accounts.ts";
import { type DemoContext, query, tx } from "./context.ts";
import { poll, requestJson } from "./http.ts";
import type { TrainedModel } from "./train.ts";

const ROUND_TIMEOUT_MS = 20 * 60_000;

export type Condition = { passes: number; total: number; needed: number; gated: boolean };
export type Decision = {
  modelId: bigint;
  roundId: bigint;
  passed: boolean;
  state: string;
  conditions: Record<string, Condition>;
  validSeats: number;
  seats: number;
};

type Round = NonNullable<RoundResultQuery["round"]>;
type Seat = NonNullable<Round["latestDraw"]>["seats"][number];

type SeatProgress = { stage: string; done?: number; total?: number; secondsLeft?: number };

function outcomeOf({ reserve, transcriptCid }: Seat): string {
  if (transcriptCid !== null) return `transcript ${transcriptCid}`;
  return reserve ? "reserve, not needed" : "nothing revealed";
}

/** Every lane that has trials, by name, with the gate it had to reach. */
function conditionsOf(round: Round, trialMask: bigint): Record<string, Condition> {
  const counts = round.medianLaneCounts ?? [];
  const gated = round.gatedLanes ?? 0;
  return Object.fromEntries(
    TRIAL_LAYOUT.flatMap(({ condition, first, count, lane }) => {
      const positions = ((1n << BigInt(count)) - 1n) << BigInt(first);
      if ((trialMask & positions) === 0n) return [];
      const isGated = ((gated >> lane) & 1) === 1;
      return [
        [
          condition,
          { passes: counts[lane] ?? 0, total: round.itemsPerBatch, needed: round.minPasses ?? 0, gated: isGated },
        ],
      ];
    }),
  );
}

export async function admit(context: DemoContext, trained: TrainedModel): Promise<Decision> {
  const { stack, timeline } = context;
  const { deployment, rpcUrl } = stack;
  const publisher = localWallet("publisher", rpcUrl);
  const params = await readParams(localReader(rpcUrl), { deployment });

  const modelId = await timeline.stage("register the model and stake", 6, async (stage) => {
    const { modelInput } = trained.result;
    const input = {
      ...modelInput,
      parent: BigInt(modelInput.parent),
      sources: modelInput.sources.map((source) => ({ ...source, datanetId: BigInt(source.datanetId) })),
    } as unknown as Parameters<typeof registerModel>[1]["input"];
    const registered = await registerModel(publisher, { deployment, input });
    stage.evidence(`model ${registered.modelId}, ${tx(registered.hash)}`);
    const staked = await stakeModel(publisher, {
      deployment,
      modelId: registered.modelId,
      amount: params.minPublisherStake,
    });
    stage.evidence(`staked, ${tx(staked.hash)}`);
    return registered.modelId;
  });

  return await timeline.stage(
    `evaluation round (${params.seats} seats, ${params.itemsPerBatch} items)`,
    172,
    async (stage) => {
      const opened = await openRound(publisher, { deployment, modelId, maxFee: params.roundFee * 16n });
      stage.evidence(`round ${opened.roundId}, ${tx(opened.hash)}`);
      const round = await poll(
        "The evaluation round",
        async () => {
          const seats = await requestJson<SeatProgress[] | { seats: SeatProgress[] }>(
            `${stack.webUrl}/api/evaluator/seats`,
          );
          const answer = await query(stack, RoundResultDocument, { id: opened.roundId.toString() });
          stage.progress(describe(answer.round, Array.isArray(seats) ? seats : seats.seats));
          return answer.round;
        },
        (found) => found?.phase === "FINAL" || found?.phase === "VOID",
        { timeoutMs: ROUND_TIMEOUT_MS, intervalMs: 1_000 },
      );
      if (round === null || round.phase === "VOID")
        throw new Error(`Round ${opened.roundId} was void: too few evaluators answered in time.`);
      for (const seat of round.latestDraw?.seats ?? [])
        stage.evidence(`seat ${seat.seat} ${seat.evaluator.id}: ${outcomeOf(seat)}`);
      stage.evidence(`decision ${tx(round.closedTx as `0x${string}`)}`);
      const needed =
        round.minPasses ??
        (await readGate(localReader(rpcUrl), { deployment, items: params.itemsPerBatch, attempt: 1 }));
      return {
        modelId,
        roundId: opened.roundId,
        passed: round.passed === true,
        state: round.model.state,
        conditions: conditionsOf({ ...round, minPasses: needed }, params.trialMask),
        validSeats: round.validSeats ?? 0,
        seats: round.seatCount,
      };
    },
  );
}

function describe(round: Round | null, seats: SeatProgress[]): string {
  if (round === null) return "waiting for the index";
  const done = seats.reduce((sum, seat) => sum + (seat.done ?? 0), 0);
  const total = seats.reduce((sum, seat) => sum + (seat.total ?? 0), 0);
  const left = seats.reduce((sum, seat) => sum + (seat.secondsLeft ?? 0), 0);
  const work = total > 0 ? `, ${done} of ${total} trials, ${Math.round(left)} s left` : "";
  return `${round.phase.toLowerCase()}, ${round.committedCount} of ${round.seatCount} committed, ${round.revealedCount} revealed${work}`;
}
