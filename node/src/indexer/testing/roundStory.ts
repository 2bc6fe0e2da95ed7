import { ADMISSION, CUSTODIAN, EVALUATORS, FAR, HASH, JUDGE, LANES, PARAMS, PUBLISHER, reason } from "./cast.ts";
import { type ProtocolChain, word } from "./protocolChain.ts";

const WRAP = "0x0102030405";

export interface Sitting {
  readonly roundId: bigint;
  /** Seats 0 to 2, then the two reserves. */
  readonly stakerIds: readonly number[];
}

/** One seat's events of one draw. */
export function seatEvents({ emit }: ProtocolChain, { roundId, stakerIds }: Sitting) {
  const of = (seat: number) => ({ roundId, seat, evaluator: EVALUATORS[(stakerIds[seat] ?? 0) - 1] });
  const opened = { root: HASH, lanes: LANES, transcriptCid: "bafy-transcript", reportCid: "bafy-report" };
  return {
    commit: (seat: number) => emit("Admission", "Committed", { ...of(seat), commitment: HASH, revealDeadline: FAR }),
    reveal: (seat: number) => emit("Admission", "Revealed", { ...of(seat), ...opened }),
    pay: (seat: number, amount: bigint) => emit("Admission", "SeatPaid", { ...of(seat), amount }),
    exclude: (seat: number) => emit("Admission", "SeatExcluded", { ...of(seat), reason: reason("publisher") }),
    badKey: (seat: number) => emit("Admission", "BadKeySignalled", { ...of(seat), signals: 1 }),
    convict: async (seat: number) => {
      const conviction = { bountyTo: CUSTODIAN, bounty: 6n, reason: reason("bit") };
      await emit("Admission", "SeatConvicted", { ...of(seat), ...conviction });
      await emit("Admission", "CreditAdded", { account: CUSTODIAN, amount: 6n });
      await slash(seat, 6n);
    },
    withhold: async (seat: number) => {
      await emit("Admission", "SeatFailed", { ...of(seat), committed: true });
      await slash(seat, 0n);
    },
    stayAway: async (seat: number) => {
      await emit("Admission", "SeatFailed", { ...of(seat), committed: false });
      const duty = { evaluator: of(seat).evaluator, operator: ADMISSION, obligation: roundId };
      await emit("StakeManager", "EvaluatorCharged", { ...duty, amount: 3n });
    },
  };

  function slash(seat: number, bounty: bigint) {
    const duty = { evaluator: of(seat).evaluator, operator: ADMISSION, obligation: roundId };
    return emit("StakeManager", "EvaluatorSlashed", { ...duty, amount: PARAMS.stakeUnit, bounty });
  }
}

export async function open({ emit }: ProtocolChain, roundId: bigint, attempt: number): Promise<void> {
  const subject = { roundId, modelId: 1n, publisher: PUBLISHER, attempt, paramSetId: 1n };
  await emit("Admission", "RoundOpened", { ...subject, fee: 9n * BigInt(attempt), openEpoch: 4 });
}

export async function draw({ emit }: ProtocolChain, sitting: Sitting, redraw: number, batchId: number): Promise<void> {
  const { roundId, stakerIds } = sitting;
  await emit("StakeManager", "UnitsLocked", { operator: ADMISSION, obligation: roundId, stakerIds });
  const picked = { datanetId: 1n, version: 1, batchId, stakerIds, keyDeadline: FAR };
  await emit("Admission", "RoundDrawn", { roundId, seed: word(9 + redraw), epoch: 5 + redraw, redraw, ...picked });
}

export async function postKeys({ emit }: ProtocolChain, roundId: bigint): Promise<void> {
  const wraps = [WRAP, WRAP, WRAP, WRAP, WRAP];
  await emit("Admission", "KeysPosted", { roundId, custodian: CUSTODIAN, wraps, commitDeadline: FAR });
}

/**
 * Round 1: one seat is excluded, so reserves commit; one of them has a bad key, the other completes the round. One seat is
 * convicted; the two that are left are just enough.
 */
export async function tellPassedRound(chain: ProtocolChain): Promise<void> {
  const { emit } = chain;
  const sitting = { roundId: 1n, stakerIds: [1, 2, 3, 4, 1] };
  const seats = seatEvents(chain, sitting);
  await open(chain, 1n, 1);
  await emit("DatanetRegistry", "BatchConsumed", { datanetId: 1n, version: 1, batchId: 2, roundId: 1n });
  await draw(chain, sitting, 0, 2);
  await postKeys(chain, 1n);
  await seats.commit(0);
  await seats.exclude(1);
  await seats.commit(2);
  await seats.badKey(3);
  await seats.commit(4);
  for (const seat of [0, 2, 4]) await seats.reveal(seat);
  await emit("Admission", "AuditNoted", { roundId: 1n, auditor: 0 });
  await emit("Admission", "FinalHeld", { roundId: 1n, judge: JUDGE, held: 1 });
  await seats.convict(2);
  await emit("Admission", "FinalReleased", { roundId: 1n, judge: JUDGE, held: 0 });
  await emit("Admission", "AuditNoted", { roundId: 1n, auditor: 4 });
  await emit("Admission", "SelfSetMarked", { roundId: 1n, judge: JUDGE });
  await emit("Admission", "RoundFinalized", {
    roundId: 1n,
    modelId: 1n,
    passed: true,
    medianLanes: LANES,
    gatedLanes: 3,
    minPasses: 20,
    validSeats: 2,
  });
  await emit("Admission", "ModelStateChanged", { modelId: 1n, from: 0, to: 2, roundId: 1n, expiresAt: 10_000n });
  for (const seat of [0, 4]) await seats.pay(seat, 4n);
  const freed = { operator: ADMISSION, obligation: 1n, stakerIds: [1, 2, 4, 1] };
  await emit("StakeManager", "UnitsReleased", freed);
  const retired = { datanetId: 1n, version: 1, batchId: 2, key: word(3), itemsRoot: HASH, contributorsRoot: HASH };
  await emit("DatanetRegistry", "BatchRetired", { ...retired, itemsCid: "bafy-items" });
}

/** Round 2: of the first draw one commits and nobody reveals; of the second nobody gets a key. */
export async function tellRedrawnRound(chain: ProtocolChain): Promise<void> {
  const { emit } = chain;
  const first = { roundId: 2n, stakerIds: [1, 2, 3, 4, 5] };
  const seats = seatEvents(chain, first);
  await open(chain, 2n, 2);
  await draw(chain, first, 0, 3);
  await postKeys(chain, 2n);
  await seats.commit(0);
  const reopened = { roundId: 2n, redraw: 1, openEpoch: 5, barred: [1, 2, 3], drawDeadline: FAR };
  await emit("Admission", "RoundReopened", reopened);
  await seats.withhold(0);
  for (const seat of [1, 2]) await seats.stayAway(seat);
  const second = { roundId: 2n, stakerIds: [4, 5, 6, 4, 5] };
  await emit("StakeManager", "UnitsReleased", { operator: ADMISSION, obligation: 2n, stakerIds: [2, 3, 4, 5] });
  await draw(chain, second, 1, 3);
  await emit("Admission", "RoundVoided", { roundId: 2n, modelId: 1n, reason: reason("keys"), refund: 18n });
  await emit("Admission", "CreditAdded", { account: PUBLISHER, amount: 18n });
  await emit("StakeManager", "BondCut", { datanetId: 1n, roundId: 2n, amount: PARAMS.custodianBond });
  await emit("StakeManager", "UnitsReleased", { operator: ADMISSION, obligation: 2n, stakerIds: second.stakerIds });
}
