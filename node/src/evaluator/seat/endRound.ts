import { admissionAbi } from "@assay/sdk/abi";
import { type ChainView, PHASE } from "../chainView.ts";
import type { Identity } from "../identity.ts";

/** Head start of a lower seat before the next one tries the same transaction, milliseconds. */
const TURN_MS = 4_000;

/**
 * Ends rounds whose time has come: finalises once all seats revealed or the window closed, voids when keys never
 * came. Anyone may; seats take turns, so that usually one transaction is sent.
 */
export function createRoundEnder(identity: Identity, view: ChainView) {
  const firstSeen = new Map<bigint, number>();
  const { outbox, deployment, store, log } = identity;
  const { admission } = deployment.addresses;

  const isMyTurn = (roundId: bigint, seat: number): boolean => {
    const since = firstSeen.get(roundId) ?? Date.now();
    firstSeen.set(roundId, since);
    return Date.now() - since >= seat * TURN_MS;
  };

  return async function endRound(roundId: bigint, seat: number): Promise<void> {
    const phase = await view.phase(roundId);
    if (phase === PHASE.final || phase === PHASE.void) return store.endRound(roundId);
    const round = await view.round(roundId);
    if (phase === PHASE.drawn && (await view.now()) >= round.stageEnd && isMyTurn(roundId, seat)) {
      await outbox.call(`void:${roundId}:${round.redraws}`, admission, {
        abi: admissionAbi,
        functionName: "voidRound",
        args: [roundId],
      });
      log.info("round_voided", { roundId });
    }
    if (phase !== PHASE.finalizable || !isMyTurn(roundId, seat)) return;
    const results = await store.reveals(roundId);
    // The follower may be a block behind the phase; the contract wants every seat that revealed and was not convicted.
    if (results.length !== round.revealed.length - round.convicted.length) return;
    await outbox.call(`finalize:${roundId}:${round.redraws}`, admission, {
      abi: admissionAbi,
      functionName: "finalize",
      args: [roundId, results],
    });
    // Without quorum it is open again; with it, the next look finds it final.
    log.info("round_finalized", { roundId, seats: results.length });
  };
}

/** Takes the account's credit out, once for each amount it reaches after a round. */
export async function withdrawCredit(
  { outbox, deployment, log }: Identity,
  view: ChainView,
  roundId: bigint,
): Promise<void> {
  const amount = await view.credit(outbox.address);
  if (amount === 0n) return;
  await outbox.call(`withdraw:${roundId}`, deployment.addresses.admission, {
    abi: admissionAbi,
    functionName: "withdrawCredit",
  });
  log.info("credit_withdrawn", { roundId, amount });
}
