import { BountyPaid, BountyTakenOver, FaultAnnounced, FaultProven } from "../generated/FraudProofs/FraudProofs";
import { FraudAnnouncement, Round, Seat } from "../generated/schema";
import { feed } from "./shared/activity";
import { drawId, seatId } from "./shared/ids";
import { currentSeat, seatLine } from "./shared/roundLine";

/** Contract order of `Ground`. */
const GROUNDS: string[] = ["SUM", "KIND", "PADDING", "ITEM", "BIT"];

export function handleFaultAnnounced(event: FaultAnnounced): void {
  const announcement = new FraudAnnouncement(event.params.announcement.toString());
  announcement.number = event.params.announcement;
  announcement.prover = event.params.prover;
  announcement.commitment = event.params.commitment;
  announcement.state = "ANNOUNCED";
  announcement.announcedAt = event.block.timestamp;
  announcement.announcedBlock = event.block.number;
  announcement.announcedTx = event.transaction.hash;
  announcement.save();

  const line = feed(event, "FAULT_ANNOUNCED", event.params.prover);
  line.count = event.params.announcement;
  line.save();
}

/** Admission's SeatConvicted came before, in the same transaction. */
export function handleFaultProven(event: FaultProven): void {
  const round = Round.load(event.params.roundId.toString())!;
  const seat = currentSeat(round, event.params.seat);
  const announcement = FraudAnnouncement.load(event.params.announcement.toString())!;
  announcement.state = "HOLDS";
  announcement.round = round.id;
  announcement.seat = seat.id;
  announcement.ground = GROUNDS[event.params.ground];
  announcement.bounty = event.params.bounty;
  announcement.claimableFrom = event.params.claimableFrom;
  announcement.provenAt = event.block.timestamp;
  announcement.provenTx = event.transaction.hash;
  announcement.save();

  const line = seatLine(event, "FAULT_PROVEN", round, seat);
  line.actor = event.params.prover;
  line.counterparty = seat.evaluator;
  line.amount = event.params.bounty;
  line.count = event.params.announcement;
  line.save();
}

/** The seat's draw is the newest one: a takeover is refused for a seat of an earlier draw. */
export function handleBountyTakenOver(event: BountyTakenOver): void {
  const rival = FraudAnnouncement.load(event.params.rival.toString())!;
  const own = FraudAnnouncement.load(event.params.announcement.toString())!;
  own.state = "HOLDS";
  own.round = rival.round;
  own.seat = rival.seat;
  own.ground = GROUNDS[event.params.ground];
  own.bounty = rival.bounty;
  own.claimableFrom = rival.claimableFrom;
  own.provenAt = event.block.timestamp;
  own.provenTx = event.transaction.hash;
  own.save();
  rival.state = "OVERTAKEN";
  rival.save();

  const round = Round.load(event.params.roundId.toString())!;
  const line = seatLine(event, "BOUNTY_TAKEN_OVER", round, Seat.load(own.seat!)!);
  line.actor = event.params.prover;
  line.counterparty = rival.prover;
  line.amount = own.bounty;
  line.count = event.params.announcement;
  line.save();
}

export function handleBountyPaid(event: BountyPaid): void {
  const announcement = FraudAnnouncement.load(event.params.announcement.toString())!;
  announcement.state = "PAID";
  announcement.paidAt = event.block.timestamp;
  announcement.paidTx = event.transaction.hash;
  announcement.save();

  const round = Round.load(event.params.roundId.toString())!;
  const seat = Seat.load(seatId(drawId(event.params.roundId, event.params.redraw), event.params.seat))!;
  const line = seatLine(event, "BOUNTY_PAID", round, seat);
  line.counterparty = event.params.prover;
  line.amount = event.params.amount;
  line.count = event.params.announcement;
  line.save();
}
