import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { BondCut, BondExited, BondPosted } from "../generated/StakeManager/StakeManager";
import { Activity, Datanet, StakeEvent } from "../generated/schema";
import { minusToZero } from "./shared/accounts";
import { feed } from "./shared/activity";
import { setExit, stakeEvent } from "./shared/stakeEvent";

function bondEvent(event: ethereum.Event, kind: string, custodian: Bytes, datanet: Datanet, amount: BigInt): StakeEvent {
  const entry = stakeEvent(event, kind, custodian);
  entry.datanet = datanet.id;
  entry.amount = amount;
  return entry;
}

function bondLine(event: ethereum.Event, kind: string, actor: Bytes, datanet: Datanet, amount: BigInt): Activity {
  const line = feed(event, kind, actor);
  line.datanet = datanet.id;
  line.amount = amount;
  return line;
}

export function handleBondPosted(event: BondPosted): void {
  const datanet = Datanet.load(event.params.datanetId.toString())!;
  datanet.bond = event.params.total;
  datanet.save();

  bondEvent(event, "BOND_POSTED", event.params.custodian, datanet, event.params.amount).save();
  bondLine(event, "CUSTODIAN_BOND_POSTED", event.params.custodian, datanet, event.params.amount).save();
}

export function handleBondExited(event: BondExited): void {
  const datanet = Datanet.load(event.params.datanetId.toString())!;
  datanet.bond = minusToZero(datanet.bond, event.params.amount);
  datanet.save();
  setExit(event, event.params.custodian, event.params.amount, event.params.availableAt);

  const entry = bondEvent(event, "BOND_EXITED", event.params.custodian, datanet, event.params.amount);
  entry.availableAt = event.params.availableAt;
  entry.save();
  bondLine(event, "CUSTODIAN_BOND_EXITED", event.params.custodian, datanet, event.params.amount).save();
}

/** The round's end frees what it had bound; the cut takes it out of the bond. */
export function handleBondCut(event: BondCut): void {
  const datanet = Datanet.load(event.params.datanetId.toString())!;
  datanet.bond = minusToZero(datanet.bond, event.params.amount);
  datanet.cutBond = datanet.cutBond.plus(event.params.amount);
  datanet.save();

  const entry = bondEvent(event, "BOND_CUT", datanet.custodian, datanet, event.params.amount);
  entry.round = event.params.roundId.toString();
  entry.save();
  const line = bondLine(event, "CUSTODIAN_BOND_CUT", event.transaction.from, datanet, event.params.amount);
  line.counterparty = datanet.custodian;
  line.round = event.params.roundId.toString();
  line.save();
}
