import type { Phase, RoundChain, SeatStatus } from "./roundChain.ts";

/** A round's newest act: the block it is in, and that block's time. */
export interface Moment {
  readonly act: string;
  readonly block: bigint;
  readonly time: number;
}

/** Numbers from 0 up to `limit`, without it. */
export type Dice = (limit: number) => number;

/** As many bad keys void a round. */
const BAD_KEYS = 3;
/** Questions of judges that a round may hold at once. */
const MAX_HOLDS = 8;
const MAX_STEPS = 60;

type Step = readonly [name: string, run: (time: number) => Promise<{ blockNumber: bigint }>];

/** Plays a round to its end by random acts at random times, and tells every act. */
export async function playRound(
  chain: RoundChain,
  roundId: bigint,
  { seats, reserves }: { seats: number; reserves: number },
  dice: Dice,
): Promise<Moment[]> {
  const all = Array.from({ length: seats + reserves }, (_, seat) => seat);
  const acts = chain.acts(roundId);
  /** Everybody does their part at once, as in most rounds. */
  const isCalm = dice(3) === 0;
  const moments: Moment[] = [];
  let badKeys = new Set<number>();
  let held = 0;
  let statuses: SeatStatus[] = [];
  const having = (status: SeatStatus): number[] => all.filter((seat) => statuses[seat] === status);

  /** What is possible in a phase. Beside an open question no act but its release may end a round. */
  function possible(phase: Phase, isLate: boolean): Step[] {
    const steps: Step[] = [];
    const eachOf = (
      name: string,
      from: readonly number[],
      run: (seat: number, time: number) => ReturnType<Step[1]>,
    ) => {
      for (const seat of from) steps.push([`${name} ${seat}`, (time) => run(seat, time)]);
    };
    if (phase === "OPEN") steps.push(isLate && dice(2) === 0 ? ["void", acts.void] : ["draw", acts.draw]);
    if (phase === "DRAWN") {
      if (isLate) steps.push(["void", acts.void]);
      else steps.push(["keys", (time) => acts.postKeys(all.length, time)]);
    }
    if (phase === "COMMIT" || phase === "SECOND_COMMIT") {
      const due = having("DRAWN").filter((seat) => seat < seats === (phase === "COMMIT") && !badKeys.has(seat));
      eachOf("commit", due, acts.commit);
      eachOf("commit", due, acts.commit);
      // The third bad key voids the round: one round in a few may end so.
      if (!isCalm && (badKeys.size + 1 < BAD_KEYS || dice(4) === 0)) eachOf("badKey", due, acts.badKey);
    }
    if (phase === "DRAWN" || phase === "COMMIT" || phase === "SECOND_COMMIT") {
      if (!isCalm && !(phase === "DRAWN" && isLate) && dice(3) === 0) eachOf("exclude", having("DRAWN"), acts.exclude);
    }
    if (phase === "REVEAL") eachOf("reveal", having("COMMITTED"), acts.reveal);
    const isHeard = having("REVEALED").length + having("CONVICTED").length > 0;
    if (isHeard && phase !== "FINALIZABLE") {
      if (!isCalm && dice(3) === 0) eachOf("convict", having("REVEALED"), acts.convict);
      eachOf("audit", having("REVEALED").slice(0, 1), acts.audit);
      if (held < MAX_HOLDS && dice(2) === 0) steps.push(["hold", acts.hold]);
      if (held > 0) steps.push(["release", acts.release], ["release", acts.release]);
    }
    if (phase === "FINALIZABLE") steps.push(["finalize", (time) => acts.finalize(having("REVEALED"), time)]);
    return steps;
  }

  /** Soon, anywhere in the phase, or at its very edge. */
  function nextTime(now: number, end: number): number {
    if (isCalm) return now + 1;
    const left = Math.max(end - now, 1);
    const choices = [now + 1 + dice(3), now + 1 + dice(left), end - 1, end, end + dice(5)];
    return Math.max(choices[dice(choices.length)] ?? 0, now + 1);
  }

  const first = await chain.latest();
  moments.push({ act: "open", ...first });
  for (let step = 0; step < MAX_STEPS; step++) {
    const before = moments.at(-1) ?? { ...first, act: "open" };
    const running = await chain.phaseAt(roundId, before.block, before.time);
    if (running.phase === "FINAL" || running.phase === "VOID") return moments;
    if (running.phase === "OPEN") {
      await chain.passEpoch(await chain.openEpochOf(roundId));
      badKeys = new Set();
      statuses = [];
    } else statuses = await Promise.all(all.map(async (seat) => (await chain.seatAt(roundId, seat)).status));
    const latest = await chain.latest();
    const current = await chain.phaseAt(roundId, latest.block, latest.time);
    let time = nextTime(latest.time, current.end);
    let then = await chain.phaseAt(roundId, latest.block, time);
    let steps = possible(then.phase, time >= then.end);
    // Nobody can act: time alone moves the round on.
    for (let tries = 0; steps.length === 0 && tries < MAX_STEPS; tries++) {
      time = Math.max(then.end, time) + dice(3);
      then = await chain.phaseAt(roundId, latest.block, time);
      steps = possible(then.phase, time >= then.end);
    }
    const [name, run] = steps[dice(steps.length)] ?? ["nothing", undefined];
    if (run === undefined) throw new Error(`round ${roundId} is stuck in ${then.phase}`);
    const { blockNumber } = await run(time);
    moments.push({ act: `${name} (${then.phase})`, block: blockNumber, time });
    if (name.startsWith("badKey")) badKeys.add(Number(name.split(" ")[1]));
    if (name === "hold") held += 1;
    if (name === "release") held -= 1;
  }
  return moments;
}
