import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

/** Id of an entity there is one of per log: txHash then logIndex. */
export function logId(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32());
}

/** "datanet-version" */
export function versionId(datanetId: BigInt, version: BigInt): string {
  return datanetId.toString() + "-" + version.toString();
}

/** "datanet-version-batch" */
export function batchId(datanetId: BigInt, version: BigInt, batch: BigInt): string {
  return versionId(datanetId, version) + "-" + batch.toString();
}

/** "round-redraw" */
export function drawId(roundId: BigInt, redraw: i32): string {
  return roundId.toString() + "-" + redraw.toString();
}

/** "round-redraw-seat" */
export function seatId(draw: string, seat: i32): string {
  return draw + "-" + seat.toString();
}

/** "round-redraw-seat-slot-position" */
export function leafId(seat: string, slot: i32, position: i32): string {
  return seat + "-" + slot.toString() + "-" + position.toString();
}

/** "case-number" */
export function jurorId(caseId: BigInt, number: i32): string {
  return caseId.toString() + "-" + number.toString();
}

/** payer, payee, token: 60 bytes. */
export function channelId(payer: Bytes, payee: Bytes, token: Bytes): Bytes {
  return payer.concat(payee).concat(token);
}
