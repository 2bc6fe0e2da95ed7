import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { JudgeCredit } from "../../generated/schema";
import { account, minusToZero } from "./accounts";
import { feed } from "./activity";

/** What a judging contract holds for an account, made on first sight; not saved. The judge is the log's contract. */
function creditOf(event: ethereum.Event, owner: Bytes): JudgeCredit {
  const id = event.address.concat(owner);
  const found = JudgeCredit.load(id);
  if (found != null) return found;

  const holder = account(owner, event);
  holder.save();
  const fresh = new JudgeCredit(id);
  fresh.judge = event.address;
  fresh.account = owner;
  fresh.accountEntity = holder.id;
  fresh.amount = BigInt.zero();
  fresh.added = BigInt.zero();
  fresh.withdrawn = BigInt.zero();
  return fresh;
}

export function addJudgeCredit(event: ethereum.Event, owner: Bytes, amount: BigInt): void {
  const credit = creditOf(event, owner);
  credit.amount = credit.amount.plus(amount);
  credit.added = credit.added.plus(amount);
  credit.save();
}

export function takeJudgeCredit(event: ethereum.Event, owner: Bytes, amount: BigInt): void {
  const credit = creditOf(event, owner);
  credit.amount = minusToZero(credit.amount, amount);
  credit.withdrawn = credit.withdrawn.plus(amount);
  credit.save();

  const line = feed(event, "JUDGE_CREDIT_WITHDRAWN", owner);
  line.amount = amount;
  line.save();
}
