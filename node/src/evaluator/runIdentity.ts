import type { DutyProgress, EngineProgress, SeatProgress } from "@assay/sdk/api";
import type { ChainClient } from "../platform/chain/clients.ts";
import { isRefusal } from "../platform/chain/outbox/intent.ts";
import { resending } from "../platform/chain/outbox/resending.ts";
import type { EngineClient } from "../platform/engine/client.ts";
import { messageOf } from "../platform/errors.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { runEvery } from "../platform/schedule.ts";
import type { ChainView } from "./chainView.ts";
import { followRounds, type Identity } from "./identity.ts";
import { createJudgeView } from "./judging/judgeView.ts";
import { createDutyTick } from "./judging/runDuties.ts";
import { createTranscriptShelf } from "./judging/transcripts.ts";
import { createTurns } from "./judging/turns.ts";
import { registerAndStake } from "./registration.ts";
import { advanceSeat } from "./seat/advanceSeat.ts";
import { createRoundEnder, withdrawCredit } from "./seat/endRound.ts";
import type { StoredSeat } from "./store.ts";

const TICK_MS = 700;
const REGISTER_MS = 3_000;
/** Wait before a failed step of a seat is tried again, milliseconds. */
const RETRY_MS = 3_000;
const SHOWN_SEATS = 50;

export interface IdentityOptions {
  identity: Identity;
  client: ChainClient;
  view: ChainView;
  engine: EngineClient;
  ipfs: Ipfs;
  dir: string;
  units: bigint | undefined;
  signal: AbortSignal;
}

/** Share of a seat's work that lies behind it, per state; `keyed` moves on with the engine. */
const DONE_SHARE: Record<StoredSeat["state"], number> = {
  drawn: 0,
  keyed: 5,
  evaluated: 85,
  committed: 90,
  revealed: 100,
  missed: 100,
  standby: 100,
  excluded: 100,
  convicted: 100,
  refused: 100,
};
const STAGES: Record<StoredSeat["state"], string> = {
  drawn: "waiting for the exam key",
  keyed: "evaluating",
  evaluated: "committing",
  committed: "committed, waiting for the other seats",
  revealed: "revealed",
  missed: "missed",
  standby: "stood by, not needed",
  excluded: "excluded from the round",
  convicted: "proven wrong, its unit was slashed",
  refused: "refused: the exam does not open or can't be graded",
};

/** A seat that is here when its round ends came too late. */
const UNFINISHED: ReadonlySet<StoredSeat["state"]> = new Set(["drawn", "keyed", "evaluated", "committed"]);

type LiveStages = Map<string, { stage: string; progress?: EngineProgress }>;

/** Runs one identity until the signal fires. */
export function runIdentity(options: IdentityOptions) {
  const { identity, client, signal } = options;
  const live: LiveStages = new Map();
  const busy = new Map<string, Promise<void>>();
  const follower = followRounds(identity, client, signal);
  const registering = register(options);
  const working = runEvery({
    name: "seats",
    intervalMs: TICK_MS,
    log: identity.log,
    signal,
    work: createTick(options, live, busy),
  });
  return {
    watch: follower.watch,
    done: Promise.all([follower.done, registering, working]).then(() => Promise.all(busy.values())),
    seats: async (): Promise<SeatProgress[]> =>
      (await identity.store.recentSeats(SHOWN_SEATS)).map((seat) => describe(identity, seat, live.get(keyOf(seat)))),
    duties: async (): Promise<DutyProgress[]> =>
      (await identity.duties.recentDuties(SHOWN_SEATS)).map(({ key, roundId, state }) => ({
        evaluator: identity.address,
        duty: key,
        roundId: roundId.toString(),
        state,
      })),
  };
}

const keyOf = ({ roundId, seat }: { roundId: bigint; seat: number }): string => `${roundId}:${seat}`;

/** Until the account is funded, registered and staked; then never again in this run. */
async function register({ identity, client, units, signal }: IdentityOptions): Promise<void> {
  const { outbox, deployment, keys, log } = identity;
  const ready = new AbortController();
  const work = async () => {
    if (await registerAndStake({ client, outbox, deployment, keys, units, log })) ready.abort();
  };
  await runEvery({
    name: "registration",
    intervalMs: REGISTER_MS,
    log,
    signal: AbortSignal.any([signal, ready.signal]),
    work,
  });
}

/** One look at every running seat. A seat's step runs beside the others; the same seat never twice at once. */
function createTick(options: IdentityOptions, live: LiveStages, busy: Map<string, Promise<void>>): () => Promise<void> {
  const { identity, view, engine, ipfs, dir, signal } = options;
  const notBefore = new Map<string, number>();
  const endRound = createRoundEnder(identity, view);
  const { client } = options;
  const judges = createJudgeView(client, identity.deployment);
  const shelf = createTranscriptShelf(ipfs);
  const retrying = { ...identity, outbox: resending(identity.outbox) };
  const duties = { identity: retrying, client, view, judges, engine, ipfs, dir, shelf, turns: createTurns(), signal };

  const guarded = (key: string, work: () => Promise<void>): void => {
    if (busy.has(key) || Date.now() < (notBefore.get(key) ?? 0)) return;
    const running = Promise.resolve()
      .then(work)
      .catch((error: unknown) => {
        if (signal.aborted) return;
        notBefore.set(key, Date.now() + RETRY_MS);
        // Someone else may have been first: the next look at the chain tells.
        const level = isRefusal(error) ? "info" : "warn";
        identity.log[level]("work_retry", { key, error: level === "info" ? messageOf(error) : error });
      })
      .finally(() => busy.delete(key));
    busy.set(key, running);
  };

  const lookAtDuties = createDutyTick(duties, guarded);

  return async () => {
    await lookAtDuties();
    const seats = await identity.store.runningSeats();
    for (const seat of seats) {
      const key = keyOf(seat);
      const onProgress = (stage: string, progress?: EngineProgress) =>
        live.set(key, { stage, ...(progress === undefined ? {} : { progress }) });
      guarded(key, async () => {
        // A step that ended since the look has moved the seat on.
        const current = (await identity.store.runningSeats()).find((one) => keyOf(one) === key);
        if (current !== undefined)
          await advanceSeat({ identity, view, engine, ipfs, dir, signal, onProgress }, current);
        live.delete(key);
      });
      guarded(`end:${seat.roundId}`, () => endRound(seat.roundId, seat.seat));
    }
    const [last] = await identity.store.recentSeats(1);
    if (last?.ended === true && (await identity.outbox.stateOf(`withdraw:${last.roundId}`)) === undefined)
      guarded("withdraw", () => withdrawCredit(identity, view, last.roundId));
  };
}

function describe(
  identity: Identity,
  seat: StoredSeat & { ended: boolean },
  now: { stage: string; progress?: EngineProgress } | undefined,
): SeatProgress {
  const { progress } = now ?? {};
  const share = progress === undefined || progress.total === 0 ? 0 : progress.done / progress.total;
  const span = DONE_SHARE.evaluated - DONE_SHARE.keyed;
  const missed = seat.ended && UNFINISHED.has(seat.state);
  return {
    roundId: seat.roundId.toString(),
    modelId: seat.modelId.toString(),
    seat: seat.seat,
    evaluator: identity.address,
    stage: missed ? STAGES.missed : (now?.stage ?? STAGES[seat.state]),
    percentage: missed
      ? 100
      : Math.round(seat.state === "keyed" ? DONE_SHARE.keyed + share * span : DONE_SHARE[seat.state]),
    ...(progress === undefined ? {} : { done: progress.done, total: progress.total }),
    ...(progress?.secondsLeft == null ? {} : { secondsLeft: progress.secondsLeft }),
  };
}
