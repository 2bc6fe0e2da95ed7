import { admissionAbi, datanetRegistryAbi } from "@assay/sdk/abi";
import { readBond, readHoldoutSeed, readParams, readSeedEpoch } from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { canonicalBytes, holdoutLeaf, holdoutTree } from "@assay/sdk/hashing";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { buildExam } from "../exam/exam.ts";
import type { ChainClient } from "../platform/chain/clients.ts";
import { type EventLogs, followEvents } from "../platform/chain/follower.ts";
import { type Outbox, RevertError } from "../platform/chain/outbox.ts";
import { retryReverted } from "../platform/chain/retryReverted.ts";
import { wrap } from "../platform/crypto/hpke.ts";
import { batchKeyInfo, type VersionRef } from "../platform/crypto/info.ts";
import type { Database } from "../platform/database.ts";
import { AppError, messageOf } from "../platform/errors.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import type { Logger } from "../platform/log.ts";
import { runEvery } from "../platform/schedule.ts";
import { versionRows } from "./publish.ts";
import type { ContributionStore } from "./store.ts";
import type { StoredRound, StoredVersion, VersionStore } from "./versionStore.ts";

const followedAbi = [...datanetRegistryAbi, ...admissionAbi] as const;
const TICK_MS = 500;
const BOND_MS = 3_000;
/** Rounds of one datanet that may run at once on the bond posted at a time. */
const ROUNDS_BONDED = 2n;

export interface CustodianOptions {
  client: ChainClient;
  db: Database;
  deployment: Deployment;
  outbox: Outbox;
  ipfs: Ipfs;
  contributions: ContributionStore;
  versions: VersionStore;
  log: Logger;
  signal: AbortSignal;
}

/**
 * The key holder's duties: bond its datanets, seal the exam of a published version once its seed is known, draw rounds,
 * post the batch key to a round's seats, publish the key and items of a batch whose round has ended. All state is in SQLite and
 * every transaction has a key of its own, so a restart goes on where it stopped.
 */
export function startCustodian(options: CustodianOptions): { done: Promise<unknown> } {
  const { client, db, deployment, log, signal } = options;
  const follower = followEvents({
    client,
    db,
    name: "custodian",
    addresses: [deployment.addresses.datanets, deployment.addresses.admission],
    abi: followedAbi,
    startBlock: deployment.startBlock,
    onLogs: (logs) => record(options, logs),
    onRewind: async () => void (await options.outbox.resume()),
    log,
    signal,
  });
  const duties = runEvery({ name: "custodian", intervalMs: TICK_MS, log, signal, work: () => tick(options) });
  const bonds = runEvery({ name: "bonds", intervalMs: BOND_MS, log, signal, work: () => keepBonds(options) });
  return { done: Promise.all([follower.done, duties, bonds]) };
}

function record({ versions, outbox }: CustodianOptions, logs: EventLogs<typeof followedAbi>): void {
  for (const { eventName, args } of logs) {
    if (eventName === "DatanetCreated") versions.addDatanet(args);
    else if (eventName === "VersionPublished" && versions.datanet(args.datanetId)?.custodian === outbox.address)
      versions.addVersion(args.datanetId, args.version, args.input.manifestHash, args.epoch);
    else if (eventName === "HoldoutSealed") versions.setVersionState(args.datanetId, args.version, "sealed");
    else if (eventName === "RoundOpened") versions.addRound(args.roundId, args.openEpoch);
    else if (eventName === "RoundReopened") versions.reopenRound(args.roundId, args.redraw, args.openEpoch);
    else if (eventName === "RoundDrawn") versions.drawRound(args);
    else if (eventName === "KeysPosted") versions.moveRound(args.roundId, ["drawn"], "keyed");
    else if (eventName === "RoundFinalized" || eventName === "RoundVoided")
      versions.moveRound(args.roundId, ["open", "drawn", "keyed"], "ended");
  }
}

async function tick(options: CustodianOptions): Promise<void> {
  const { versions, client, deployment, log } = options;
  const { epoch, seed } = await readSeedEpoch(client, { deployment });
  const isPast = (opened: { epoch: number }): boolean => epoch > opened.epoch && seed !== undefined;
  const duty = async (name: string, id: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      // One version or round in trouble must not hold up the others; it is tried again at the next tick.
      const level = error instanceof RevertError ? "info" : "warn";
      log[level]("duty_postponed", { duty: name, id, error: messageOf(error) });
    }
  };
  for (const version of versions.versionsIn("published"))
    if (isPast(version)) await duty("build", idOf(version), () => build(options, version));
  for (const version of versions.versionsIn("built"))
    await duty("seal", idOf(version), () => sealOnChain(options, version));
  for (const round of versions.roundsIn("open"))
    if (isPast(round)) await duty("draw", round.roundId.toString(), () => draw(options, round));
  for (const round of versions.roundsIn("drawn"))
    await duty("keys", round.roundId.toString(), () => postKeys(options, round));
  for (const round of versions.roundsIn("ended"))
    await duty("retire", round.roundId.toString(), () => retire(options, round));
}

const idOf = ({ datanetId, version }: { datanetId: bigint; version: number }): string => `${datanetId}:${version}`;

function refOf(deployment: Deployment, datanetId: bigint, version: number): VersionRef {
  return { chainId: deployment.chainId, datanetId, version };
}

async function build(options: CustodianOptions, { datanetId, version, manifestHash }: StoredVersion): Promise<void> {
  const { client, deployment, contributions, versions, ipfs, log } = options;
  const ids = contributions.draft(manifestHash);
  if (ids === undefined) {
    versions.setVersionState(
      datanetId,
      version,
      "failed",
      "The rows of this version were not drafted here, so this custodian can't seal it.",
    );
    return;
  }
  const seed = await readHoldoutSeed(client, { deployment, datanetId, version });
  const { itemsPerBatch } = await readParams(client, { deployment });
  const rows = versionRows(
    contributions,
    ids.flatMap((id) => contributions.get(id) ?? []),
  );
  try {
    versions.saveExam(
      datanetId,
      version,
      await buildExam(
        ipfs,
        refOf(deployment, datanetId, version),
        rows,
        seed,
        itemsPerBatch,
        contributions.grading(manifestHash),
      ),
    );
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "rows_too_few") throw error;
    versions.setVersionState(datanetId, version, "failed", error.message);
  }
  log.info("exam_built", { datanetId, version });
}

async function sealOnChain(
  { outbox, deployment, versions, log }: CustodianOptions,
  stored: StoredVersion,
): Promise<void> {
  const { datanetId, version, built } = stored;
  if (built === undefined)
    throw new AppError("version_invalid", `Version ${idOf(stored)} is built but holds no exam.`, { status: 500 });
  await outbox.call(
    `seal:${idOf(stored)}`,
    calls.datanets.sealHoldout(deployment, { datanetId, version, input: built.holdout }),
  );
  versions.setVersionState(datanetId, version, "sealed");
  log.info("version_sealed", { datanetId, version, batches: built.holdout.batchCount });
}

/** Draws a round, or voids one that could not be drawn in time, so that its fee goes back. */
async function draw(
  { client, outbox: sending, deployment, log }: CustodianOptions,
  { roundId, redraw }: StoredRound,
): Promise<void> {
  // A draw that falls into an epoch's first block reverts: its seed is known one block later.
  const outbox = retryReverted(sending);
  const [end, block] = await Promise.all([
    client.readContract(calls.admission.phaseEndOf(deployment, { roundId })),
    client.getBlock(),
  ]);
  const isLate = end !== 0n && block.timestamp >= end;
  const key = `${isLate ? "void" : "draw"}:${roundId}:${redraw}`;
  if (outbox.stateOf(key) === "mined") return;
  await outbox.call(key, calls.admission[isLate ? "voidRound" : "draw"](deployment, { roundId }));
  log.info(isLate ? "round_voided" : "round_drawn", { roundId });
}

/** Bonds the datanets whose exams were sealed here: being named custodian by a stranger must cost nothing. */
async function keepBonds(options: CustodianOptions): Promise<void> {
  for (const datanetId of options.versions.sealedDatanets()) await keepBond(options, datanetId);
}

/**
 * Keeps enough bond on a datanet for the rounds that may run on it at once. Topped up by the same amount whenever less
 * than one round's bond is free.
 */
async function keepBond({ client, outbox, deployment, log }: CustodianOptions, datanetId: bigint): Promise<void> {
  const { custodianBond } = await readParams(client, { deployment });
  const { total, bound } = await readBond(client, { deployment, datanetId });
  if (custodianBond === 0n || total - bound >= custodianBond) return;
  const amount = custodianBond * ROUNDS_BONDED;
  // The total before it names the top-up: a restart sends the same one again, a later one has another name.
  const bond = calls.stake.postBond(deployment, { datanetId, amount });
  const approval = calls.token.approve(deployment, { spender: bond.address, amount });
  await outbox.call(`approve:bond:${datanetId}:${total}:${bound}`, approval);
  await outbox.call(`bond:${datanetId}:${total}:${bound}`, bond);
  log.info("bond_posted", { datanetId, amount });
}

/** The batch of a round, when it is one of this custodian's. */
function batchOf({ versions, outbox }: CustodianOptions, round: StoredRound) {
  const { datanetId, version, batchId } = round;
  if (datanetId === undefined || version === undefined || batchId === undefined) return undefined;
  if (versions.datanet(datanetId)?.custodian !== outbox.address) return undefined;
  const batches = versions.batches(datanetId, version);
  const batch = batches.find((candidate) => candidate.public.batchId === batchId);
  return batch === undefined ? undefined : { batch, batches, datanetId, version };
}

async function postKeys(options: CustodianOptions, round: StoredRound): Promise<void> {
  const { client, deployment, outbox, versions, log } = options;
  const { roundId, redraw, stakerIds } = round;
  const found = batchOf(options, round);
  if (found === undefined) return;
  const ref = refOf(deployment, found.datanetId, found.version);
  const wraps: Hex[] = [];
  for (const [seat, stakerId] of stakerIds.entries()) {
    const evaluator = await client.readContract(calls.stake.accountOf(deployment, { stakerId }));
    const key = await client.readContract(calls.stake.encryptionKeyOf(deployment, { evaluator }));
    const info = batchKeyInfo(ref, found.batch.public.batchId, roundId, seat);
    wraps.push(bytesToHex(await wrap(hexToBytes(key), hexToBytes(found.batch.key), info)));
  }
  await outbox.call(`keys:${roundId}:${redraw}`, calls.admission.postKeys(deployment, { roundId, wraps }));
  versions.moveRound(roundId, ["drawn"], "keyed");
  log.info("keys_posted", { roundId, seats: stakerIds.length });
}

async function retire(options: CustodianOptions, round: StoredRound): Promise<void> {
  const { deployment, outbox, versions, ipfs, log } = options;
  const found = batchOf(options, round);
  if (found === undefined) return versions.moveRound(round.roundId, ["ended"], "closed");
  const { batch, batches, datanetId, version } = found;
  const { batchId, ciphertextHash, itemsRoot, contributorsRoot } = batch.public;
  const itemsCid = await ipfs.addBytes(canonicalBytes(batch.plain));
  const proof = holdoutTree(batches.map((candidate) => candidate.public)).proof(holdoutLeaf(batch.public));
  const { roundId } = round;
  const shown = { roundId, key: batch.key, ciphertextHash, itemsRoot, contributorsRoot, proof, itemsCid };
  await outbox.call(`retire:${datanetId}:${version}:${batchId}`, calls.datanets.retireBatch(deployment, shown));
  versions.moveRound(round.roundId, ["ended"], "closed");
  log.info("batch_retired", { roundId: round.roundId, datanetId, version, batchId, itemsCid });
}
