import { BigInt } from "@graphprotocol/graph-ts";
import { BondReturned, Claimed, EpochPosted, FeesFunded, JuryConnected } from "../generated/RewardDistributor/RewardDistributor";
import { Claim, Epoch, FeeFunding } from "../generated/schema";
import { account } from "./shared/accounts";
import { feed } from "./shared/activity";
import { epochLine } from "./shared/epochLine";
import { logId } from "./shared/ids";
import { protocol } from "./shared/protocol";

export {
  handleCreditAdded,
  handleCreditWithdrawn,
  handleEpochDiscarded,
  handleEpochObjected,
  handleObjectionSettled,
} from "./objections";

export function handleFeesFunded(event: FeesFunded): void {
  const funding = new FeeFunding(logId(event));
  funding.gateway = event.params.gateway;
  funding.amount = event.params.amount;
  funding.funded = event.params.funded;
  funding.statementHash = event.params.statementHash;
  funding.statementCid = event.params.statementCid;
  funding.timestamp = event.block.timestamp;
  funding.block = event.block.number;
  funding.txHash = event.transaction.hash;
  funding.save();

  const line = feed(event, "FEES_FUNDED", event.params.gateway);
  line.amount = event.params.amount;
  line.cid = event.params.statementCid;
  line.save();

  const totals = protocol();
  totals.feesFunded = event.params.funded;
  totals.save();
}

export function handleEpochPosted(event: EpochPosted): void {
  const posted = event.params.posted;
  const epoch = new Epoch(event.params.epoch.toString());
  epoch.epoch = event.params.epoch;
  epoch.attempt = BigInt.fromI32(posted.attempt);
  epoch.root = posted.root;
  epoch.sumRoot = posted.sumRoot;
  epoch.total = posted.total;
  epoch.attributionHash = posted.attributionHash;
  epoch.cid = event.params.cid;
  epoch.poster = event.params.poster;
  epoch.bond = posted.bond;
  epoch.asOfBlock = posted.asOfBlock;
  epoch.depth = posted.depth;
  epoch.finalAt = posted.finalAt;
  epoch.objectionCount = 0;
  epoch.openObjectionCount = 0;
  epoch.claimedUnder = BigInt.zero();
  epoch.claimCount = 0;
  epoch.postedAt = event.block.timestamp;
  epoch.postedBlock = event.block.number;
  epoch.postedTx = event.transaction.hash;
  epoch.save();

  const line = epochLine(event, "EPOCH_POSTED", event.params.poster, event.params.epoch);
  line.amount = posted.total;
  line.cid = event.params.cid;
  line.save();

  const totals = protocol();
  totals.latestEpoch = epoch.id;
  totals.save();
}

export function handleClaimed(event: Claimed): void {
  const claimant = account(event.params.account, event);
  claimant.rewardsClaimed = claimant.rewardsClaimed.plus(event.params.amount);
  claimant.save();

  const epoch = Epoch.load(event.params.epoch.toString())!;
  epoch.claimedUnder = epoch.claimedUnder.plus(event.params.amount);
  epoch.claimCount += 1;
  epoch.save();

  const claim = new Claim(logId(event));
  claim.account = event.params.account;
  claim.accountEntity = claimant.id;
  claim.amount = event.params.amount;
  claim.cumulative = event.params.cumulative;
  claim.epoch = epoch.id;
  claim.timestamp = event.block.timestamp;
  claim.block = event.block.number;
  claim.txHash = event.transaction.hash;
  claim.save();

  const line = epochLine(event, "REWARD_CLAIMED", event.params.account, event.params.epoch);
  line.amount = event.params.amount;
  line.save();

  const totals = protocol();
  totals.rewardsClaimed = totals.rewardsClaimed.plus(event.params.amount);
  totals.claimCount += 1;
  totals.save();
}

export function handleBondReturned(event: BondReturned): void {
  const epoch = Epoch.load(event.params.epoch.toString())!;
  epoch.bondReturned = event.params.amount;
  epoch.save();

  const line = epochLine(event, "BOND_RETURNED", event.params.poster, event.params.epoch);
  line.amount = event.params.amount;
  line.save();
}

export function handleJuryConnected(event: JuryConnected): void {
  const totals = protocol();
  totals.jury = event.params.jury;
  totals.save();
}
