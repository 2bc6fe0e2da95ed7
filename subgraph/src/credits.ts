import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { CreditAdded, CreditWithdrawn } from "../generated/Admission/Admission";
import { RoundCredit } from "../generated/schema";
import { account, minusToZero } from "./shared/accounts";
import { feed } from "./shared/activity";
import { logId } from "./shared/ids";

/** Books what a round owes an account: tips, refunds, bounties, and seat fees by SeatPaid. */
export function addCredit(event: ethereum.Event, to: Bytes, amount: BigInt): void {
  const owner = account(to, event);
  owner.credit = owner.credit.plus(amount);
  owner.creditAdded = owner.creditAdded.plus(amount);
  owner.save();
}

export function handleCreditAdded(event: CreditAdded): void {
  addCredit(event, event.params.account, event.params.amount);

  const credit = new RoundCredit(logId(event));
  credit.account = event.params.account;
  credit.amount = event.params.amount;
  credit.logIndex = event.logIndex.toI32();
  credit.timestamp = event.block.timestamp;
  credit.block = event.block.number;
  credit.txHash = event.transaction.hash;
  credit.save();
}

export function handleCreditWithdrawn(event: CreditWithdrawn): void {
  const owner = account(event.params.account, event);
  owner.credit = minusToZero(owner.credit, event.params.amount);
  owner.creditWithdrawn = owner.creditWithdrawn.plus(event.params.amount);
  owner.save();

  const line = feed(event, "CREDIT_WITHDRAWN", event.params.account);
  line.amount = event.params.amount;
  line.save();
}
