import { fraudProofsAbi } from "@assay/sdk/abi";
import * as calls from "@assay/sdk/calls";
import { parseDocument } from "@assay/sdk/documents";
import {
  faultCommitment,
  findNodeFault,
  graderId,
  holdoutLeaf,
  holdoutTree,
  itemLeaf,
  itemsTree,
  provenGrade,
  publishedNodes,
  trialLeaf,
  trialPath,
  trialsRoot,
} from "@assay/sdk/hashing";
import { keccak256, parseEventLogs, stringToHex } from "viem";
import { type ExamBatchPlain, itemLeaves, type PublicBatch } from "../../exam/batch.ts";
import { SEAT } from "../chainView.ts";
import { addAnsweredPaths } from "./answeredPaths.ts";
import type { DutyContext } from "./context.ts";
import { orHidden } from "./judgeView.ts";
import type { Published } from "./store.ts";
import type { ReadTranscript, Shown } from "./transcripts.ts";

type BitProof = calls.fraudProofs.BitProof;
type FaultProof = calls.fraudProofs.FaultProof;

/** A grade bit of the transcript that contradicts its own answer and the exam. */
export function findBitFault(
  { items, tree }: ReadTranscript,
  batch: ExamBatchPlain,
  batches: readonly PublicBatch[],
): BitProof | undefined {
  const sealed = batches.find((candidate) => candidate.batchId === batch.batchId);
  if (tree === undefined || sealed === undefined) return undefined;
  const grader = graderId(batch.grader);
  const leaves = itemLeaves(batch);
  for (const { slot, trialBits, trials } of items) {
    const [item, leaf] = [batch.items[slot], leaves[slot]];
    if (item === undefined || leaf === undefined) continue;
    for (const trial of trials) {
      const claimed = ((trialBits >> BigInt(trial.position)) & 1n) === 1n;
      const passed = provenGrade(grader, item.label, trial.answerHash);
      const path =
        passed === undefined || passed === claimed ? undefined : trialPath(items, tree, slot, trial.position);
      if (path === undefined) continue;
      const { promptHash, outIdsHash, answerHash, position } = trial;
      const { ciphertextHash, keyHash, itemsRoot, contributorsRoot } = sealed;
      return {
        slot,
        position,
        trial: { promptHash, outIdsHash, answerHash },
        path,
        item: {
          promptHash: leaf.promptHash,
          graderId: grader,
          contributor: item.contributor,
          salt: item.expectedSalt,
          label: stringToHex(item.label),
          siblings: itemsTree(leaves).proof(itemLeaf(leaf)),
        },
        batch: {
          ...{ ciphertextHash, keyHash, itemsRoot, contributorsRoot },
          siblings: holdoutTree(batches).proof(holdoutLeaf(sealed)),
        },
      };
    }
  }
  return undefined;
}

/** Looks for a fault that hashing alone shows: a bit against the exam, or a node against what its parent states. */
export async function findFault(
  context: DutyContext,
  published: Published,
  shown: Shown,
  batch: ExamBatchPlain | undefined,
): Promise<FaultProof | undefined> {
  const { identity, view, judges, ipfs } = context;
  const transcript = shown.state === "missing" ? undefined : shown.transcript;
  if (transcript === undefined) return undefined;
  const round = await view.round(published.roundId);
  const { trialMask } = await view.paramSet(BigInt(round.paramSetId));
  if (shown.state === "sound") {
    const commitment = await identity.store.exam(BigInt(round.datanetId), round.version);
    if (batch === undefined || commitment === undefined) return undefined;
    const manifest = parseDocument("exam", await ipfs.getBytes(commitment.manifestCid));
    const proof = findBitFault(transcript, batch, manifest.batches);
    return proof === undefined ? undefined : { ground: "bit", proof };
  }
  const known = publishedNodes(
    transcript.items.map(({ slot, trialBits, trials }) => ({
      slot,
      trialBits,
      trialsRoot: trialsRoot(trials.map(trialLeaf)),
    })),
    trialMask,
  );
  await addAnsweredPaths(context, published, known, trialMask);
  const root = await orHidden(judges.revealedNode(published.tx));
  return root === undefined ? undefined : findNodeFault(root, known, round.itemsPerBatch, trialMask);
}

const faultKey = (roundId: bigint, redraw: number, seat: number): string => `fault:${roundId}:${redraw}:${seat}`;

/** Remembers a fault before it is announced: announcement and proof must be about the same bytes, after a kill too. */
export async function keepFault(
  { identity }: DutyContext,
  { roundId, seat }: Published,
  redraw: number,
  fault: FaultProof,
) {
  const key = faultKey(roundId, redraw, seat);
  await identity.duties.addDuty({ key, roundId, state: "found", detail: writeFault(fault) });
  identity.log.warn("fault_found", { roundId, seat, ground: fault.ground });
}

/** Carries a kept fault on: announce, prove in a later block, fetch the bounty. */
export async function proveKept(context: DutyContext, published: Published, redraw: number): Promise<void> {
  const { identity, view } = context;
  const { duties, outbox, deployment, log, address } = identity;
  const { roundId, seat } = published;
  const key = faultKey(roundId, redraw, seat);
  const kept = await duties.duty(key);
  if (kept?.state !== "found") return;
  const { fraudProofs } = deployment.addresses;
  const name = `${roundId}:${redraw}:${seat}`;
  const fault = readFault(kept.detail);
  const salt = keccak256(
    await outbox.account.signMessage({ message: `assay fault ${deployment.chainId} ${fraudProofs} ${name}` }),
  );
  const { status } = await view.seat(roundId, seat);
  const end = (state: string) => duties.setDuty({ ...kept, state });
  // Somebody was first, and this identity had not announced before: there is nothing to win.
  if (status === SEAT.convicted && (await outbox.stateOf(`announce:${name}`)) === undefined) return end("late");
  const commitment = faultCommitment({
    chainId: deployment.chainId,
    contract: fraudProofs,
    prover: address,
    roundId,
    seat,
    ground: fault.ground,
    proofHash: calls.fraudProofs.faultProofHash(fault),
    salt,
  });
  const receipt = await outbox.call(`announce:${name}`, calls.fraudProofs.announce(deployment, { commitment }));
  const [announced] = parseEventLogs({ abi: fraudProofsAbi, eventName: "FaultAnnounced", logs: receipt.logs });
  if (announced === undefined) return end("lost");
  const { announcement } = announced.args;
  const holder = await duties.fault(roundId, seat);
  if (holder?.announcement === announcement) return end("proven");
  if (holder !== undefined && holder.announcement < announcement) return end("late");
  if (holder === undefined && status === SEAT.convicted) return end("late");
  const rival = holder?.announcement ?? 0n;
  const accusation = { roundId, seat, announcement, rival, salt };
  await outbox.call(`prove:${name}:${rival}`, calls.fraudProofs.prove(deployment, { accusation, fault }));
  await end("proven");
  log.warn("fault_proven", { roundId, seat, ground: fault.ground, announcement });
}

/** Pays out a bounty this identity holds once no earlier announcer can take it over. */
export async function fetchBounty({ identity, view }: DutyContext, published: Published): Promise<void> {
  const { duties, outbox, deployment, address, log } = identity;
  const { roundId, seat } = published;
  const fault = await duties.fault(roundId, seat);
  if (fault === undefined || fault.prover.toLowerCase() !== address.toLowerCase()) return;
  const key = `bounty:${fault.announcement}`;
  if ((await outbox.stateOf(key)) === "mined" || (await view.now()) < BigInt(fault.claimableFrom)) return;
  await outbox.call(key, calls.fraudProofs.payBounty(deployment, { announcement: fault.announcement }));
  log.info("bounty_paid", { roundId, seat, announcement: fault.announcement });
}

const BIGINT = /^-?\d+n$/;

function writeFault(fault: FaultProof): string {
  return JSON.stringify(fault, (_, value) => (typeof value === "bigint" ? `${value}n` : value));
}

function readFault(json: string): FaultProof {
  const revive = (_: string, value: unknown) =>
    typeof value === "string" && BIGINT.test(value) ? BigInt(value.slice(0, -1)) : value;
  return JSON.parse(json, revive) as FaultProof;
}
