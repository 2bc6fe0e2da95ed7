import { BigInt } from "@graphprotocol/graph-ts";
import { ModelRegistered, ShareTablePosted } from "../generated/ModelRegistry/ModelRegistry";
import { Datanet, Model, ModelSource, ShareTable } from "../generated/schema";
import { account } from "./shared/accounts";
import { feed } from "./shared/activity";
import { versionId } from "./shared/ids";
import { protocol } from "./shared/protocol";

export function handleModelRegistered(event: ModelRegistered): void {
  const given = event.params.input;
  const exam = given.sources[0];
  const publisher = account(event.params.publisher, event);
  publisher.modelCount += 1;
  publisher.save();

  const model = new Model(event.params.modelId.toString());
  model.modelId = event.params.modelId;
  model.publisher = event.params.publisher;
  model.publisherAccount = publisher.id;
  model.trainer = given.trainer;
  model.baseAuthor = given.baseAuthor;
  model.lineage = event.params.lineage.toString();
  if (!given.parent.isZero()) model.parent = given.parent.toString();
  model.baseId = given.baseId;
  model.baseHash = given.baseHash;
  model.adapterHash = given.adapterHash;
  model.runManifestHash = given.runManifestHash;
  model.tokenizerHash = given.tokenizerHash;
  model.templateHash = given.templateHash;
  model.servingProfileHash = given.servingProfileHash;
  model.maxTemperatureMilli = given.maxTemperatureMilli;
  model.adapterCid = given.adapterCid;
  model.runCid = given.runCid;
  model.examDatanet = exam.datanetId.toString();
  model.examVersion = versionId(exam.datanetId, exam.version);
  model.state = "SANDBOX";
  model.expiresAt = BigInt.zero();
  model.stake = BigInt.zero();
  model.roundCount = 0;
  model.registeredAt = event.block.timestamp;
  model.registeredBlock = event.block.number;
  model.registeredTx = event.transaction.hash;
  model.updatedAt = event.block.timestamp;
  model.save();

  saveSources(event);
  const datanet = Datanet.load(model.examDatanet)!;
  datanet.modelCount += 1;
  datanet.updatedAt = event.block.timestamp;
  datanet.save();

  const line = feed(event, "MODEL_REGISTERED", event.params.publisher);
  line.model = model.id;
  line.datanet = model.examDatanet;
  line.version = model.examVersion;
  line.cid = given.adapterCid;
  line.save();

  const totals = protocol();
  totals.modelCount += 1;
  totals.save();
}

function saveSources(event: ModelRegistered): void {
  const sources = event.params.input.sources;
  for (let index = 0; index < sources.length; index++) {
    const given = sources[index];
    const source = new ModelSource(event.params.modelId.toString() + "-" + index.toString());
    source.model = event.params.modelId.toString();
    source.index = index;
    source.datanet = given.datanetId.toString();
    source.version = versionId(given.datanetId, given.version);
    source.weightBps = given.weightBps;
    source.save();
  }
}

export function handleShareTablePosted(event: ShareTablePosted): void {
  const table = new ShareTable(event.params.modelId.toString() + "-" + event.params.roundId.toString());
  table.model = event.params.modelId.toString();
  table.round = event.params.roundId.toString();
  table.tableHash = event.params.tableHash;
  table.tableCid = event.params.tableCid;
  table.postedBy = event.transaction.from;
  table.timestamp = event.block.timestamp;
  table.block = event.block.number;
  table.txHash = event.transaction.hash;
  table.save();

  const model = Model.load(table.model)!;
  model.latestShareTable = table.id;
  model.updatedAt = event.block.timestamp;
  model.save();

  const line = feed(event, "SHARE_TABLE_POSTED", event.transaction.from);
  line.model = model.id;
  line.datanet = model.examDatanet;
  line.round = table.round;
  line.cid = table.tableCid;
  line.save();
}
