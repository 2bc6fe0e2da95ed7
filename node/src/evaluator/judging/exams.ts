import type { Hex } from "viem";
import type { ExamBatchPlain } from "../../exam/batch.ts";
import { openWithKey, unwrapBatchKey } from "../seat/openExam.ts";
import type { DutyContext } from "./context.ts";

export interface OpenedExam {
  batch: ExamBatchPlain;
  /** the batch key: evidence for jurors, who check everything it opens against the chain */
  key: Hex;
}

/** Where a round's exam lies, as openExam takes it; undefined before its version was seen on chain. */
async function whereabouts({ identity, view, ipfs }: DutyContext, roundId: bigint) {
  const round = await view.round(roundId);
  const { datanetId, version, batchId, itemsPerBatch } = round;
  const commitment = await identity.store.exam(BigInt(datanetId), version);
  if (commitment === undefined) return undefined;
  const ref = { chainId: identity.deployment.chainId, datanetId: BigInt(datanetId), version };
  return { ipfs, ref, commitment, batchId, itemsPerBatch };
}

/** Opens a round's exam with the key of one of this identity's seats; undefined where it has none. */
export async function openOwnExam(context: DutyContext, roundId: bigint): Promise<OpenedExam | undefined> {
  const { identity } = context;
  const own = (await identity.store.seatsOf(roundId)).find((seat) => seat.wrap !== undefined);
  const where = await whereabouts(context, roundId);
  if (own?.wrap === undefined || where === undefined) return undefined;
  const { privateKey } = identity.keys;
  const key = await unwrapBatchKey({ ...where, roundId, seat: own.seat, wrap: own.wrap, privateKey });
  return { batch: await openWithKey(where, key), key };
}

/** Opens a round's exam with a key that came with evidence. Throws where it is not the batch's key. */
export async function openExamOf(context: DutyContext, roundId: bigint, key: Hex): Promise<ExamBatchPlain | undefined> {
  const where = await whereabouts(context, roundId);
  return where === undefined ? undefined : await openWithKey(where, key);
}
