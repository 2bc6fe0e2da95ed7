import * as calls from "@assay/sdk/calls";
import { AssayError } from "@assay/sdk/errors";
import { commitmentHash, saltFromSignature, saltMessage } from "@assay/sdk/hashing";
import type { Hex } from "viem";
import { before } from "../../platform/chain/outbox/intent.ts";
import { resending } from "../../platform/chain/outbox/resending.ts";
import { PHASE, SEAT } from "../chainView.ts";
import { isCustodiansFault } from "../examFaults.ts";
import type { SeatOutcome, StoredSeat } from "../store.ts";
import { evaluateSeat, type SeatWorkOptions } from "./evaluateSeat.ts";

/**
 * Takes a seat one step further, if the round's phase allows. Every step may be repeated after a kill: the evaluation
 * is resumed by the engine under one job key, the salt comes from a deterministic signature, and the transactions go
 * through the outbox under keys of their own.
 */
export async function advanceSeat(options: SeatWorkOptions, seat: StoredSeat): Promise<void> {
  const { identity, view } = options;
  const { store, log } = identity;
  const { roundId } = seat;
  const [phase, { seats }] = await Promise.all([view.phase(roundId), view.round(roundId)]);
  // A reserve works only once a primary is missing.
  const commitPhase = seat.seat < seats ? PHASE.commit : PHASE.secondCommit;
  if (seat.state === "keyed" && phase === commitPhase) {
    const outcome = await evaluateSeat(options, seat).catch((error: unknown) => {
      if (!isCustodiansFault(error)) throw error;
      return error;
    });
    if (outcome instanceof AssayError) return await refuse(options, seat, outcome);
    await store.saveResult(seat, outcome);
    log.info("seat_evaluated", { roundId, seat: seat.seat, root: outcome.root });
  } else if (seat.state === "evaluated" && phase === commitPhase) {
    await commit(options, seat);
  } else if (seat.state === "committed" && phase === PHASE.reveal) {
    await reveal(options, seat);
  } else if (isLate(seat, phase, commitPhase)) {
    await settleLate(options, seat, seat.seat >= seats);
  }
}

/** A transaction of an earlier run may have got through although this process did not see it. */
function isLate({ state }: StoredSeat, phase: number, commitPhase: number): boolean {
  if (state === "keyed" || state === "evaluated") return phase > commitPhase;
  return state === "committed" && phase > PHASE.reveal;
}

async function settleLate(
  { identity, view }: SeatWorkOptions,
  { roundId, seat, state }: StoredSeat,
  isReserve: boolean,
): Promise<void> {
  const { status } = await view.seat(roundId, seat);
  const missed = isReserve && state !== "committed" ? "standby" : "missed";
  const committed = state === "evaluated" && status === SEAT.committed;
  const next = status === SEAT.revealed ? "revealed" : committed ? "committed" : missed;
  await identity.store.setSeatState(roundId, seat, next);
  if (next === "missed") identity.log.warn("seat_missed", { roundId, seat, state });
  else identity.log.info(`seat_${next}`, { roundId, seat, found: "on chain" });
}

/** An exam that can't be opened or graded is reported, not guessed at: three such seats void the round. */
async function refuse(
  { identity, view }: SeatWorkOptions,
  { roundId, redraw, seat }: StoredSeat,
  why: AssayError,
): Promise<void> {
  const { outbox, deployment, store, log } = identity;
  // Signals of several seats meet in one block; one that reverted there had no effect.
  await resending(outbox).call(
    `badkey:${roundId}:${redraw}:${seat}`,
    calls.admission.signalBadKey(deployment, { roundId, seat }),
    before(await view.phaseEnd(roundId)),
  );
  await store.setSeatState(roundId, seat, "refused");
  log.warn("exam_refused", { roundId, seat, code: why.code, why: why.message });
}

function outcomeOf({ result, roundId, seat }: StoredSeat): SeatOutcome {
  if (result === undefined)
    throw new AssayError(`Seat ${seat} of round ${roundId} has no stored result.`, {
      code: "seat_incomplete",
      status: 500,
    });
  return result;
}

/** The same after every restart: ECDSA signatures of this account are deterministic (RFC 6979). */
async function saltOf({ identity }: SeatWorkOptions, { roundId, seat }: StoredSeat): Promise<Hex> {
  const { outbox, deployment } = identity;
  const raw = saltMessage({ chainId: deployment.chainId, admission: deployment.addresses.admission, roundId, seat });
  return saltFromSignature(await outbox.account.signMessage({ message: { raw } }));
}

async function commit(options: SeatWorkOptions, stored: StoredSeat): Promise<void> {
  const { identity, view, onProgress } = options;
  const { outbox, deployment, store, log, address } = identity;
  const { roundId, redraw, seat } = stored;
  const { root, lanes } = outcomeOf(stored);
  onProgress("committing");
  const { admission } = deployment.addresses;
  const salt = await saltOf(options, stored);
  const commitment = commitmentHash({
    chainId: deployment.chainId,
    admission,
    roundId,
    seat,
    evaluator: address,
    root,
    lanes,
    salt,
  });
  await outbox.call(
    `commit:${roundId}:${redraw}:${seat}`,
    calls.admission.commit(deployment, { roundId, seat, commitment }),
    before(await view.phaseEnd(roundId)),
  );
  await store.setSeatState(roundId, seat, "committed");
  log.info("seat_committed", { roundId, seat, commitment });
}

/** Only now do transcript and report leave this machine: before, they would help a seat that copies. */
async function reveal(options: SeatWorkOptions, stored: StoredSeat): Promise<void> {
  const { identity, view, ipfs, onProgress } = options;
  const { outbox, deployment, store, log } = identity;
  const { roundId, redraw, seat } = stored;
  const { root, rootNode, transcript, report } = outcomeOf(stored);
  onProgress("revealing");
  const encoder = new TextEncoder();
  const transcriptCid = await ipfs.addBytes(encoder.encode(transcript));
  const reportCid = await ipfs.addBytes(encoder.encode(report));
  const salt = await saltOf(options, stored);
  await outbox.call(
    `reveal:${roundId}:${redraw}:${seat}`,
    calls.admission.reveal(deployment, { roundId, seat, rootNode, salt, transcriptCid, reportCid }),
    before(await view.phaseEnd(roundId)),
  );
  await store.setSeatState(roundId, seat, "revealed");
  log.info("seat_revealed", { roundId, seat, root, transcriptCid, reportCid });
}
