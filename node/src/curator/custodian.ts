import { admissionAbi, datanetRegistryAbi } from "@assay/sdk/abi";
import { readSeedEpoch } from "@assay/sdk/actions";
import { type EventLogs, followEvents } from "../platform/chain/follower.ts";
import { RevertError } from "../platform/chain/outbox/intent.ts";
import { messageOf } from "../platform/errors.ts";
import { runEvery } from "../platform/retry.ts";
import { keepBonds } from "./bonds.ts";
import type { CustodianOptions } from "./custodianOptions.ts";
import { draw, postKeys, retire } from "./rounds.ts";
import { createSealer, type Sealer } from "./sealing.ts";

const followedAbi = [...datanetRegistryAbi, ...admissionAbi] as const;
const TICK_MS = 500;
const BOND_MS = 3_000;

/**
 * The key holder's duties: bond its datanets, seal the exam of a published version once its seed is known, draw rounds,
 * post the batch key to a round's seats, publish the key and items of a batch whose round has ended. All state is in the
 * database and every transaction has a key of its own, so a restart goes on where it stopped.
 */
export function startCustodian(options: CustodianOptions): { done: Promise<unknown> } {
  const { client, db, deployment, log, signal } = options;
  const sealer = createSealer({ ...options, now: Date.now });
  const follower = followEvents({
    client,
    db,
    name: "custodian",
    addresses: [deployment.addresses.datanets, deployment.addresses.admission],
    abi: followedAbi,
    startBlock: deployment.startBlock,
    onLogs: (logs) => record(options, sealer, logs),
    onRewind: async () => void (await options.outbox.resume()),
    log,
    signal,
  });
  const duties = runEvery({ name: "custodian", intervalMs: TICK_MS, log, signal, work: () => tick(options, sealer) });
  const bonds = runEvery({ name: "bonds", intervalMs: BOND_MS, log, signal, work: () => keepBonds(options) });
  return { done: Promise.all([follower.done, duties, bonds]) };
}

async function record(
  { versions, rounds, outbox }: CustodianOptions,
  sealer: Sealer,
  logs: EventLogs<typeof followedAbi>,
): Promise<void> {
  for (const { eventName, args } of logs) {
    if (eventName === "DatanetCreated") await versions.addDatanet(args);
    else if (eventName === "VersionPublished") {
      if ((await versions.datanet(args.datanetId))?.custodian === outbox.address)
        await versions.addVersion(args.datanetId, args.version, args.input.manifestHash, args.epoch);
    } else if (eventName === "HoldoutSealed") await versions.markSealed(args.datanetId, args.version);
    else if (eventName === "VersionWithdrawn") await sealer.withdrawn(args.datanetId, args.version);
    else if (eventName === "RoundOpened") await rounds.add(args.roundId, args.openEpoch);
    else if (eventName === "RoundReopened") await rounds.reopen(args.roundId, args.redraw, args.openEpoch);
    else if (eventName === "RoundDrawn") await rounds.draw(args);
    else if (eventName === "KeysPosted") await rounds.move(args.roundId, ["drawn"], "keyed");
    else if (eventName === "RoundFinalized" || eventName === "RoundVoided")
      await rounds.move(args.roundId, ["open", "drawn", "keyed"], "ended");
  }
}

async function tick(options: CustodianOptions, sealer: Sealer): Promise<void> {
  const { rounds, log } = options;
  const { epoch, seed } = await readSeed(options, sealer);
  const isPast = (opened: { epoch: number }): boolean => epoch > opened.epoch && seed !== undefined;
  const duty = async (name: string, roundId: bigint, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      // One round in trouble must not hold up the others; it is tried again at the next tick.
      const level = error instanceof RevertError ? "info" : "warn";
      log[level]("duty_postponed", { duty: name, id: roundId.toString(), error: messageOf(error) });
    }
  };
  await sealer.work(isPast);
  for (const round of await rounds.in("open"))
    if (isPast(round)) await duty("draw", round.roundId, () => draw(options, round));
  for (const round of await rounds.in("drawn")) await duty("keys", round.roundId, () => postKeys(options, round));
  for (const round of await rounds.in("ended")) await duty("retire", round.roundId, () => retire(options, round));
}

async function readSeed({ client, deployment, signal }: CustodianOptions, sealer: Sealer) {
  try {
    return await readSeedEpoch(client, { deployment });
  } catch (error) {
    if (!signal.aborted) await sealer.chainAway(error);
    throw error;
  }
}
