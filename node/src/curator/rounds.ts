import * as calls from "@assay/sdk/calls";
import { canonicalBytes, holdoutLeaf, holdoutTree } from "@assay/sdk/hashing";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { before } from "../platform/chain/outbox/intent.ts";
import { resending } from "../platform/chain/outbox/resending.ts";
import { wrap } from "../platform/crypto/hpke.ts";
import { batchKeyInfo } from "../platform/crypto/info.ts";
import type { CustodianOptions } from "./custodianOptions.ts";
import type { StoredRound } from "./roundStore.ts";

/** Draws a round, or voids one that could not be drawn in time, so that its fee goes back. */
export async function draw(
  { client, outbox: sending, deployment, log }: CustodianOptions,
  { roundId, redraw }: StoredRound,
): Promise<void> {
  // A draw that falls into an epoch's first block reverts: its seed is known one block later.
  const outbox = resending(sending);
  const [end, block] = await Promise.all([
    client.readContract(calls.admission.phaseEndOf(deployment, { roundId })),
    client.getBlock(),
  ]);
  const isLate = end !== 0n && block.timestamp >= end;
  const key = `${isLate ? "void" : "draw"}:${roundId}:${redraw}`;
  if ((await outbox.stateOf(key)) === "mined") return;
  const call = calls.admission[isLate ? "voidRound" : "draw"](deployment, { roundId });
  await outbox.call(key, call, isLate ? {} : before(end));
  log.info(isLate ? "round_voided" : "round_drawn", { roundId });
}

/** The batch of a round, when it is one of this custodian's. */
async function batchOf({ versions, outbox }: CustodianOptions, round: StoredRound) {
  const { datanetId, version, batchId } = round;
  if (datanetId === undefined || version === undefined || batchId === undefined) return undefined;
  if ((await versions.datanet(datanetId))?.custodian !== outbox.address) return undefined;
  const batches = await versions.batches(datanetId, version);
  const batch = batches.find((candidate) => candidate.public.batchId === batchId);
  return batch === undefined ? undefined : { batch, batches, datanetId, version };
}

/** Wraps the batch key to each of a round's seats. */
export async function postKeys(options: CustodianOptions, round: StoredRound): Promise<void> {
  const { client, deployment, outbox, rounds, log } = options;
  const { roundId, redraw, stakerIds } = round;
  const found = await batchOf(options, round);
  if (found === undefined) return;
  const ref = { chainId: deployment.chainId, datanetId: found.datanetId, version: found.version };
  const wraps: Hex[] = [];
  for (const [seat, stakerId] of stakerIds.entries()) {
    const evaluator = await client.readContract(calls.stake.accountOf(deployment, { stakerId }));
    const key = await client.readContract(calls.stake.encryptionKeyOf(deployment, { evaluator }));
    const info = batchKeyInfo(ref, found.batch.public.batchId, roundId, seat);
    wraps.push(bytesToHex(await wrap(hexToBytes(key), hexToBytes(found.batch.key), info)));
  }
  const call = calls.admission.postKeys(deployment, { roundId, wraps });
  const end = await client.readContract(calls.admission.phaseEndOf(deployment, { roundId }));
  await outbox.call(`keys:${roundId}:${redraw}`, call, before(end));
  await rounds.move(roundId, ["drawn"], "keyed");
  log.info("keys_posted", { roundId, seats: stakerIds.length });
}

/** Publishes key and items of a batch whose round has ended. */
export async function retire(options: CustodianOptions, round: StoredRound): Promise<void> {
  const { deployment, outbox, rounds, ipfs, log } = options;
  const found = await batchOf(options, round);
  if (found === undefined) return await rounds.move(round.roundId, ["ended"], "closed");
  const { batch, batches, datanetId, version } = found;
  const { batchId, ciphertextHash, itemsRoot, contributorsRoot } = batch.public;
  const itemsCid = await ipfs.addBytes(canonicalBytes(batch.plain));
  const proof = holdoutTree(batches.map((candidate) => candidate.public)).proof(holdoutLeaf(batch.public));
  const { roundId } = round;
  const shown = { roundId, key: batch.key, ciphertextHash, itemsRoot, contributorsRoot, proof, itemsCid };
  await outbox.call(`retire:${datanetId}:${version}:${batchId}`, calls.datanets.retireBatch(deployment, shown));
  await rounds.move(round.roundId, ["ended"], "closed");
  log.info("batch_retired", { roundId: round.roundId, datanetId, version, batchId, itemsCid });
}
