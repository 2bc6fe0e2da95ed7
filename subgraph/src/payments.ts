import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { ChannelWithdrawn, Deposited, Redeemed, WithdrawalOpened } from "../generated/Payments/Payments";
import { Channel, Deposit, Redemption } from "../generated/schema";
import { minusToZero } from "./shared/accounts";
import { feed } from "./shared/activity";
import { channelId, logId } from "./shared/ids";
import { protocol } from "./shared/protocol";

function openChannel(payer: Bytes, payee: Bytes, token: Bytes, event: ethereum.Event): Channel {
  const channel = new Channel(channelId(payer, payee, token));
  channel.payer = payer;
  channel.payee = payee;
  channel.token = token;
  channel.deposited = BigInt.zero();
  channel.redeemed = BigInt.zero();
  channel.withdrawn = BigInt.zero();
  channel.available = BigInt.zero();
  channel.withdrawAt = BigInt.zero();
  channel.redemptionCount = 0;
  channel.openedAt = event.block.timestamp;
  channel.updatedAt = event.block.timestamp;

  const totals = protocol();
  totals.channelCount += 1;
  totals.save();
  return channel;
}

export function handleDeposited(event: Deposited): void {
  const given = event.params;
  const found = Channel.load(channelId(given.payer, given.payee, given.token));
  const channel = found != null ? found : openChannel(given.payer, given.payee, given.token, event);
  channel.deposited = given.deposited;
  channel.available = minusToZero(channel.deposited, channel.redeemed);
  channel.withdrawAt = BigInt.zero();
  channel.updatedAt = event.block.timestamp;
  channel.save();

  const deposit = new Deposit(logId(event));
  deposit.channel = channel.id;
  deposit.payer = given.payer;
  deposit.payee = given.payee;
  deposit.token = given.token;
  deposit.amount = given.amount;
  deposit.timestamp = event.block.timestamp;
  deposit.block = event.block.number;
  deposit.txHash = event.transaction.hash;
  deposit.save();

  saveLine(event, "CHANNEL_DEPOSITED", given.payer, given.payee, given.token, given.amount);
  const totals = protocol();
  totals.deposited = totals.deposited.plus(given.amount);
  totals.save();
}

export function handleRedeemed(event: Redeemed): void {
  const given = event.params;
  const channel = Channel.load(channelId(given.payer, given.payee, given.token))!;
  channel.redeemed = given.cumulative;
  channel.available = minusToZero(channel.deposited, channel.redeemed);
  channel.chargesRoot = given.chargesRoot;
  channel.redemptionCount += 1;
  channel.updatedAt = event.block.timestamp;
  channel.save();

  const redemption = new Redemption(logId(event));
  redemption.channel = channel.id;
  redemption.payer = given.payer;
  redemption.payee = given.payee;
  redemption.token = given.token;
  redemption.amount = given.amount;
  redemption.cumulative = given.cumulative;
  redemption.chargesRoot = given.chargesRoot;
  redemption.timestamp = event.block.timestamp;
  redemption.block = event.block.number;
  redemption.txHash = event.transaction.hash;
  redemption.save();

  saveLine(event, "CHANNEL_REDEEMED", given.payee, given.payer, given.token, given.amount);
  const totals = protocol();
  totals.redeemed = totals.redeemed.plus(given.amount);
  totals.save();
}

export function handleWithdrawalOpened(event: WithdrawalOpened): void {
  const given = event.params;
  const channel = Channel.load(channelId(given.payer, given.payee, given.token))!;
  channel.withdrawAt = given.withdrawAt;
  channel.updatedAt = event.block.timestamp;
  channel.save();
  saveLine(event, "WITHDRAWAL_OPENED", given.payer, given.payee, given.token, channel.available);
}

export function handleChannelWithdrawn(event: ChannelWithdrawn): void {
  const given = event.params;
  const channel = Channel.load(channelId(given.payer, given.payee, given.token))!;
  channel.deposited = minusToZero(channel.deposited, given.amount);
  channel.withdrawn = channel.withdrawn.plus(given.amount);
  channel.available = minusToZero(channel.deposited, channel.redeemed);
  channel.withdrawAt = BigInt.zero();
  channel.updatedAt = event.block.timestamp;
  channel.save();
  saveLine(event, "CHANNEL_WITHDRAWN", given.payer, given.payee, given.token, given.amount);
}

function saveLine(event: ethereum.Event, kind: string, actor: Bytes, other: Bytes, token: Bytes, amount: BigInt): void {
  const line = feed(event, kind, actor);
  line.counterparty = other;
  line.token = token;
  line.amount = amount;
  line.save();
}
