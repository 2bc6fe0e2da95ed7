import { admissionAbi, datanetRegistryAbi } from "@assay/sdk/abi";
import { readSeedEpoch } from "@assay/sdk/actions";
import { type EventLogs, followEvents } from "../platform/chain/follower.ts";
import type { Watch } from "../platform/chain/reader/watch.ts";
import { createEachItem } from "../platform/eachItem.ts";
import { runEvery } from "../platform/schedule.ts";
import { createBondKeeper } from "./bonds.ts";
import type { CustodianOptions } from "./custodianOptions.ts";
import type { StoredRound } from "./roundStore.ts";
import { draw, postKeys, retire } from "./rounds.ts";
import { createSealer, type Sealer } from "./sealing.ts";

const followedAbi = [...datanetRegistryAbi, ...admissionAbi] as const;
const TICK_MS = 500;
const BOND_MS = 3_000;
/** A round's keys have a deadline, so no fault is waited out for long. */
const PAUSES = { firstPauseMs: TICK_MS, mostPauseMs: 5_000 };

/**
 * The key holder's duties: bond its datanets, seal the exam of a published version once its seed is known, draw rounds,
 * post the batch key to a round's seats, publish the key and items of a batch whose round has ended. All state is in the
 * database and every transaction has a key of its own, so a restart goes on where it stopped.
 */
export function startCustodian(options: CustodianOptions): { done: Promise<unknown>; watch: Watch } {
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
  const duties = runEvery({ name: "custodian", intervalMs: TICK_MS, log, signal, work: createTick(options, sealer) });
  const bonds = runEvery({ name: "bonds", intervalMs: BOND_MS, log, signal, work: createBondKeeper(options) });
  return { done: Promise.all([follower.done, duties, bonds]), watch: follower.watch };
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

/** One look at every duty. One round in trouble never holds up the others. */
function createTick(options: CustodianOptions, sealer: Sealer): () => Promise<void> {
  const { rounds, log, signal } = options;
  const eachOf = () => createEachItem({ fault: "duty_postponed", log, signal, ...PAUSES });
  const [drawEach, keyEach, retireEach] = [eachOf(), eachOf(), eachOf()];
  const nameOf =
    (duty: string) =>
    ({ roundId, redraw }: StoredRound): string =>
      `${duty}:${roundId}:${redraw}`;
  return async () => {
    const { epoch, seed } = await readSeed(options, sealer);
    const isPast = (opened: { epoch: number }): boolean => epoch > opened.epoch && seed !== undefined;
    await sealer.work(isPast);
    const drawable = (await rounds.in("open")).filter(isPast);
    await drawEach(drawable, nameOf("draw"), (round) => draw(options, round));
    await keyEach(await rounds.in("drawn"), nameOf("keys"), (round) => postKeys(options, round));
    await retireEach(await rounds.in("ended"), nameOf("retire"), (round) => retire(options, round));
  };
}

async function readSeed({ client, deployment, signal }: CustodianOptions, sealer: Sealer) {
  try {
    return await readSeedEpoch(client, { deployment });
  } catch (error) {
    if (!signal.aborted) await sealer.chainAway(error);
    throw error;
  }
}
