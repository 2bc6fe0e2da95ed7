import { admissionAbi, datanetRegistryAbi, modelRegistryAbi, stakeManagerAbi } from "@assay/sdk/abi";
import type { Deployment } from "@assay/sdk/deployment";
import type { Address } from "viem";
import type { ChainClient } from "../platform/chain/clients.ts";
import { type EventLogs, followEvents } from "../platform/chain/follower.ts";
import type { Outbox } from "../platform/chain/outbox/outbox.ts";
import type { EncryptionKeyPair } from "../platform/crypto/hpke.ts";
import type { Database } from "../platform/database.ts";
import type { Logger } from "../platform/log.ts";
import { judgesAbi, recordJudge } from "./judging/record.ts";
import type { DutyStore } from "./judging/store.ts";
import type { SeatStore } from "./store.ts";

/** One evaluator: its account, its keys and its own memory. Identities of one process share nothing they decide with. */
export interface Identity {
  address: Address;
  keys: EncryptionKeyPair;
  outbox: Outbox;
  store: SeatStore;
  duties: DutyStore;
  db: Database;
  deployment: Deployment;
  log: Logger;
}

const followedAbi = [
  ...admissionAbi,
  ...modelRegistryAbi,
  ...datanetRegistryAbi,
  ...stakeManagerAbi,
  ...judgesAbi,
] as const;

/** Keeps an identity's memory in step with the chain. */
export function followRounds(identity: Identity, client: ChainClient, signal: AbortSignal) {
  const { deployment, db, log } = identity;
  const { admission, models, datanets, stake, audits, availability, challenges, fraudProofs, jury } =
    deployment.addresses;
  return followEvents({
    client,
    db,
    name: "rounds and judges",
    addresses: [admission, models, datanets, stake, audits, availability, challenges, fraudProofs, jury],
    abi: followedAbi,
    startBlock: deployment.startBlock,
    onLogs: (logs) => record(identity, logs),
    onRewind: async () => void (await identity.outbox.resume()),
    log,
    signal,
  });
}

async function record({ store, duties, address }: Identity, logs: EventLogs<typeof followedAbi>): Promise<void> {
  const isOwn = (evaluator: Address) => evaluator.toLowerCase() === address.toLowerCase();
  for (const log of logs) {
    const { eventName, args } = log;
    if (eventName === "ModelRegistered") {
      const { baseId, adapterHash, runManifestHash, adapterCid, runCid, maxTemperatureMilli } = args.input;
      await store.addModel(args.modelId, {
        baseId,
        adapterHash,
        runManifestHash,
        adapterCid,
        runCid,
        maxTemperatureMilli,
        publisher: args.publisher,
      });
    } else if (eventName === "VersionPublished") {
      await store.addVersion(args.datanetId, args.version, args.input.manifestCid);
    } else if (eventName === "HoldoutSealed") {
      const { examManifestCid, examManifestHash, holdoutRoot } = args.input;
      await store.addExam(args.datanetId, args.version, {
        manifestCid: examManifestCid,
        manifestHash: examManifestHash,
        holdoutRoot,
      });
    } else if (eventName === "RoundOpened") {
      await store.addRound(args.roundId, args.modelId);
    } else if (eventName === "EvaluatorStaked") {
      if (isOwn(args.evaluator)) await store.setStakerId(args.stakerId);
    } else if (eventName === "RoundDrawn") {
      const own = await store.stakerId();
      const seats = args.stakerIds.flatMap((id, seat) => (id === own ? [seat] : []));
      if ((await duties.round(args.roundId))?.seed !== args.seed) await duties.forgetDraw(args.roundId);
      await store.addDraw(args.roundId, args.redraw, args.seed, seats);
    } else if (eventName === "SeatExcluded") {
      if (isOwn(args.evaluator)) await store.setSeatState(args.roundId, args.seat, "excluded");
    } else if (eventName === "SeatConvicted") {
      await store.dropReveal(args.roundId, args.seat);
      if (isOwn(args.evaluator)) await store.setSeatState(args.roundId, args.seat, "convicted");
    } else if (eventName === "KeysPosted") {
      for (const [seat, wrap] of args.wraps.entries()) await store.addWrap(args.roundId, seat, wrap);
    } else if (eventName === "Revealed") {
      await store.addReveal(args.roundId, args.seat, args.root, args.lanes);
      await duties.addPublished({ ...args, cid: args.transcriptCid, tx: log.transactionHash });
    } else if (eventName === "RoundFinalized" || eventName === "RoundVoided") {
      await store.endRound(args.roundId);
    } else await recordJudge(duties, log as EventLogs<typeof judgesAbi>[number]);
  }
}
