import * as calls from "@assay/sdk/calls";
import { parseDocument } from "@assay/sdk/documents";
import { contributorShare, contributorsSumTree, type ShareProof } from "@assay/sdk/hashing";
import { type Address, isAddressEqual } from "viem";
import { forAll } from "../../platform/eachItem.ts";
import { isAboutContent } from "../../platform/ipfs/faults.ts";
import { PHASE, SEAT } from "../chainView.ts";
import type { DutyContext } from "./context.ts";
import type { RunningRound } from "./store.ts";

/** A contributor of one part in so many of the version's weight may not examine with it (SeatExclusions). */
const CONTRIBUTOR_PART = 20n;
const LIMIT_BYTES = 256 * 1024 * 1024;

/** Once a draw: excludes seats of others that have a part in what they would judge, before they commit. */
export async function excludePartial(context: DutyContext, drawn: RunningRound, rank: number): Promise<void> {
  const { identity, view, turns } = context;
  const { duties } = identity;
  const { roundId, redraw } = drawn;
  const key = `exclude:${roundId}:${redraw}`;
  if ((await duties.duty(key)) !== undefined || !turns.isMine(key, rank)) return;
  const [phase, round] = await Promise.all([view.phase(roundId), view.round(roundId)]);
  if (phase < PHASE.drawn) return;
  if (phase <= PHASE.secondCommit) {
    const roles = await partiesOf(context, drawn);
    // A seat that can't be excluded now hides no other from the look.
    await forAll(Array(round.seats + round.reserves).keys(), async (seat) => {
      const { evaluator, status } = await view.seat(roundId, seat);
      if (status !== SEAT.drawn || isAddressEqual(evaluator, identity.address)) return;
      if (roles.some((party) => isAddressEqual(party, evaluator)))
        return await exclude(context, drawn, seat, undefined);
      const share = await shareOf(context, drawn, evaluator);
      if (share !== undefined) await exclude(context, drawn, seat, share);
    });
  }
  await duties.setDuty({ key, roundId, state: "looked", detail: "{}" });
}

async function exclude(
  { identity }: DutyContext,
  { roundId, redraw }: RunningRound,
  seat: number,
  share: ShareProof | undefined,
): Promise<void> {
  const { outbox, deployment, log } = identity;
  const key = `exclude:${roundId}:${redraw}:${seat}`;
  if (share === undefined) await outbox.call(key, calls.exclusions.excludeRole(deployment, { roundId, seat }));
  else await outbox.call(key, calls.exclusions.excludeContributor(deployment, { roundId, seat, share }));
  log.warn("seat_excluded_by_proof", { roundId, seat, why: share === undefined ? "role" : "contributor" });
}

/** Publisher and trainer of the model, curator and custodian of the exam. */
async function partiesOf(
  { client, view, identity }: DutyContext,
  { roundId, modelId }: RunningRound,
): Promise<Address[]> {
  const { deployment } = identity;
  const datanetId = BigInt((await view.round(roundId)).datanetId);
  return await Promise.all([
    client.readContract(calls.models.publisherOf(deployment, { modelId })),
    client.readContract(calls.models.trainerOf(deployment, { modelId })),
    client.readContract(calls.datanets.curatorOf(deployment, { datanetId })),
    client.readContract(calls.datanets.custodianOf(deployment, { datanetId })),
  ]);
}

/** An evaluator's share of the examining version, proven against its root; undefined below 5%, or where none is known. */
async function shareOf(
  { client, view, ipfs, identity }: DutyContext,
  { roundId }: RunningRound,
  evaluator: Address,
): Promise<ShareProof | undefined> {
  const { store, deployment, log } = identity;
  const { datanetId, version } = await view.round(roundId);
  const manifestCid = await store.versionManifest(BigInt(datanetId), version);
  if (manifestCid === undefined) return undefined;
  const [, root] = await client.readContract(
    calls.datanets.rootsOf(deployment, { datanetId: BigInt(datanetId), version }),
  );
  try {
    const manifest = parseDocument("version", await ipfs.getBytes(manifestCid, { limitBytes: LIMIT_BYTES }));
    const totals = manifest.contributors.map((one) => ({ ...one, weight: BigInt(one.weight) }));
    const tree = contributorsSumTree(totals);
    const share = contributorShare(totals, evaluator);
    const counts = share !== undefined && tree.root === root && share.weight * CONTRIBUTOR_PART >= tree.weight;
    return counts ? share : undefined;
  } catch (error) {
    // Seats are looked at once a draw, so a fault of this node must not stand for a look.
    if (!isAboutContent(error)) throw error;
    // A manifest nobody here has proves nothing; the round goes on.
    log.info("shares_unknown", { roundId, error: error.message });
    return undefined;
  }
}
