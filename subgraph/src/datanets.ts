import { BigInt } from "@graphprotocol/graph-ts";
import {
  BatchConsumed,
  BatchRetired,
  DatanetCreated,
  HoldoutSealed,
  HoldoutSeedFixed,
  VersionPublished,
  VersionWithdrawn,
} from "../generated/DatanetRegistry/DatanetRegistry";
import { Batch, Datanet, Version } from "../generated/schema";
import { account } from "./shared/accounts";
import { feed } from "./shared/activity";
import { batchId, versionId } from "./shared/ids";
import { protocol } from "./shared/protocol";

export function handleDatanetCreated(event: DatanetCreated): void {
  const curator = account(event.params.curator, event);
  curator.datanetCount += 1;
  curator.save();

  const datanet = new Datanet(event.params.datanetId.toString());
  datanet.datanetId = event.params.datanetId;
  datanet.curator = event.params.curator;
  datanet.curatorAccount = curator.id;
  datanet.custodian = event.params.custodian;
  datanet.metadataHash = event.params.metadataHash;
  datanet.metadataCid = event.params.metadataCid;
  datanet.versionCount = 0;
  datanet.modelCount = 0;
  datanet.roundCount = 0;
  datanet.bond = BigInt.zero();
  datanet.boundBond = BigInt.zero();
  datanet.cutBond = BigInt.zero();
  datanet.rowCount = 0;
  datanet.contributorCount = 0;
  datanet.createdAt = event.block.timestamp;
  datanet.createdBlock = event.block.number;
  datanet.createdTx = event.transaction.hash;
  datanet.updatedAt = event.block.timestamp;
  datanet.save();

  const line = feed(event, "DATANET_CREATED", event.params.curator);
  line.datanet = datanet.id;
  line.cid = event.params.metadataCid;
  line.save();

  const totals = protocol();
  totals.datanetCount += 1;
  totals.save();
}

export function handleVersionPublished(event: VersionPublished): void {
  const given = event.params.input;
  const datanet = Datanet.load(event.params.datanetId.toString())!;
  const version = new Version(versionId(event.params.datanetId, event.params.version));
  version.datanet = datanet.id;
  version.version = event.params.version.toI32();
  version.state = "PUBLISHED";
  version.rowsRoot = given.rowsRoot;
  version.contributorsRoot = given.contributorsRoot;
  version.rowCount = given.rowCount.toI32();
  version.contributorCount = given.contributorCount.toI32();
  version.totalWeight = given.totalWeight;
  version.manifestHash = given.manifestHash;
  version.manifestCid = given.manifestCid;
  version.epoch = event.params.epoch;
  version.batchCount = 0;
  version.batchesConsumed = 0;
  version.batchesRetired = 0;
  version.publishedAt = event.block.timestamp;
  version.publishedBlock = event.block.number;
  version.publishedTx = event.transaction.hash;
  version.save();

  datanet.versionCount += 1;
  datanet.rowCount = version.rowCount;
  datanet.contributorCount = version.contributorCount;
  datanet.latestVersion = version.id;
  datanet.updatedAt = event.block.timestamp;
  datanet.save();

  const line = feed(event, "VERSION_PUBLISHED", datanet.curator);
  line.datanet = datanet.id;
  line.version = version.id;
  line.count = given.rowCount;
  line.cid = given.manifestCid;
  line.save();

  const totals = protocol();
  totals.versionCount += 1;
  totals.rowCount = totals.rowCount.plus(given.rowCount);
  totals.save();
}

/** Most often it is part of the sealing, so the feed does not tell of it. */
export function handleHoldoutSeedFixed(event: HoldoutSeedFixed): void {
  const version = Version.load(versionId(event.params.datanetId, event.params.version))!;
  version.seed = event.params.seed;
  version.save();
}

export function handleHoldoutSealed(event: HoldoutSealed): void {
  const given = event.params.input;
  const datanet = Datanet.load(event.params.datanetId.toString())!;
  const version = Version.load(versionId(event.params.datanetId, event.params.version))!;
  version.state = "SEALED";
  version.seed = event.params.seed;
  version.holdoutRoot = given.holdoutRoot;
  version.batchCount = given.batchCount;
  version.examManifestHash = given.examManifestHash;
  version.examManifestCid = given.examManifestCid;
  version.sealedAt = event.block.timestamp;
  version.sealedTx = event.transaction.hash;
  version.save();

  datanet.latestSealedVersion = version.id;
  datanet.updatedAt = event.block.timestamp;
  datanet.save();

  const line = feed(event, "HOLDOUT_SEALED", datanet.custodian);
  line.datanet = datanet.id;
  line.version = version.id;
  line.count = BigInt.fromI32(given.batchCount);
  line.cid = given.examManifestCid;
  line.save();
}

export function handleVersionWithdrawn(event: VersionWithdrawn): void {
  const datanet = Datanet.load(event.params.datanetId.toString())!;
  const version = Version.load(versionId(event.params.datanetId, event.params.version))!;
  version.state = "WITHDRAWN";
  version.withdrawnAt = event.block.timestamp;
  version.withdrawnTx = event.transaction.hash;
  version.save();

  datanet.updatedAt = event.block.timestamp;
  datanet.save();

  const line = feed(event, "VERSION_WITHDRAWN", datanet.curator);
  line.datanet = datanet.id;
  line.version = version.id;
  line.save();
}

export function handleBatchConsumed(event: BatchConsumed): void {
  const version = Version.load(versionId(event.params.datanetId, event.params.version))!;
  version.batchesConsumed += 1;
  version.save();

  const batch = new Batch(batchId(event.params.datanetId, event.params.version, event.params.batchId));
  batch.version = version.id;
  batch.batchId = event.params.batchId.toI32();
  batch.round = event.params.roundId.toString();
  batch.consumedAt = event.block.timestamp;
  batch.consumedTx = event.transaction.hash;
  batch.retired = false;
  batch.save();

  const line = feed(event, "BATCH_CONSUMED", event.transaction.from);
  line.datanet = version.datanet;
  line.version = version.id;
  line.round = batch.round;
  line.count = event.params.batchId;
  line.save();
}

export function handleBatchRetired(event: BatchRetired): void {
  const version = Version.load(versionId(event.params.datanetId, event.params.version))!;
  version.batchesRetired += 1;
  version.save();

  const batch = Batch.load(batchId(event.params.datanetId, event.params.version, event.params.batchId))!;
  batch.retired = true;
  batch.key = event.params.key;
  batch.itemsRoot = event.params.itemsRoot;
  batch.contributorsRoot = event.params.contributorsRoot;
  batch.itemsCid = event.params.itemsCid;
  batch.retiredAt = event.block.timestamp;
  batch.retiredTx = event.transaction.hash;
  batch.save();

  const line = feed(event, "BATCH_RETIRED", event.transaction.from);
  line.datanet = version.datanet;
  line.version = version.id;
  line.round = batch.round;
  line.count = event.params.batchId;
  line.cid = event.params.itemsCid;
  line.save();
}
