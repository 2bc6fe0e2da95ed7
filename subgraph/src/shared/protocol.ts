import { BigInt } from "@graphprotocol/graph-ts";
import { Protocol } from "../../generated/schema";

/** The singleton of counters, made on first use. Load it again after `feed`, which saves it too. */
export function protocol(): Protocol {
  const found = Protocol.load("assay");
  if (found != null) return found;

  const totals = new Protocol("assay");
  totals.datanetCount = 0;
  totals.versionCount = 0;
  totals.rowCount = BigInt.zero();
  totals.modelCount = 0;
  totals.admittedModelCount = 0;
  totals.roundCount = 0;
  totals.openRoundCount = 0;
  totals.passedRoundCount = 0;
  totals.failedRoundCount = 0;
  totals.voidRoundCount = 0;
  totals.evaluatorCount = 0;
  totals.nextUnits = BigInt.zero();
  totals.modelStake = BigInt.zero();
  totals.channelCount = 0;
  totals.deposited = BigInt.zero();
  totals.redeemed = BigInt.zero();
  totals.feesFunded = BigInt.zero();
  totals.rewardsClaimed = BigInt.zero();
  totals.claimCount = 0;
  totals.activityCount = 0;
  totals.judges = [];
  totals.pausedUntil = BigInt.zero();
  return totals;
}
