import type { ContractFunctionReturnType } from "viem";
import type { admissionAbi } from "../../abi.ts";
import * as admission from "../../calls/admission.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readRound}. */
export type ReadRoundParameters = { deployment: Deployment; roundId: bigint };

type Subject = ContractFunctionReturnType<typeof admissionAbi, "view", "roundOf">[1];

/** A round by name. Sets of seats are lists of seat numbers, rising; times are unix seconds, windows seconds. */
export type ReadRoundReturnType = Subject & {
  /** k, and how many reserves were drawn with them */
  seats: number;
  reserves: number;
  itemsPerBatch: number;
  committed: number[];
  revealed: number[];
  excluded: number[];
  convicted: number[];
  audited: number[];
  badKeys: number[];
  /** open questions that keep the round from being final */
  held: number;
  /** whether a seat must audit to be paid */
  audits: boolean;
  selfSet: boolean;
  commitWindow: number;
  revealWindow: number;
  auditWindow: number;
  /** first second at which the draw, the keys or the primaries' commits are late */
  stageEnd: bigint;
  /** when the seats themselves ended the commits, then the reveals; 0 while neither ended early */
  closedAt: bigint;
  /** staker numbers by seat; 0 before the draw and past the last seat */
  stakerIds: number[];
};

const SEATS_IN_WORD = 8;

/** Field of `bits` bits that begins at bit `from`. */
function fieldAt(word: bigint, from: number, bits: number): bigint {
  return (word >> BigInt(from)) & ((1n << BigInt(bits)) - 1n);
}

function seatSet(word: bigint, from: number): number[] {
  const set = Number(fieldAt(word, from, SEATS_IN_WORD));
  return Array.from({ length: SEATS_IN_WORD }, (_, seat) => seat).filter((seat) => (set >> seat) & 1);
}

/** Everything Admission stores of a round, its clock word taken apart (contracts/types/Clock.sol says which bits). */
export async function readRound(client: AssayReader, parameters: ReadRoundParameters): Promise<ReadRoundReturnType> {
  const { deployment, roundId } = parameters;
  const stored = await readContract(client, admission.roundOf(deployment, { roundId }));
  const [clock, subject, stakers] = stored;
  const small = (from: number, bits = 8): number => Number(fieldAt(clock, from, bits));
  return {
    ...subject,
    seats: small(8),
    reserves: small(16),
    itemsPerBatch: small(24),
    committed: seatSet(clock, 32),
    revealed: seatSet(clock, 40),
    excluded: seatSet(clock, 48),
    convicted: seatSet(clock, 56),
    audited: seatSet(clock, 64),
    badKeys: seatSet(clock, 72),
    held: small(80),
    audits: small(88) !== 0,
    selfSet: small(96) !== 0,
    commitWindow: small(104, 24),
    revealWindow: small(128, 24),
    auditWindow: small(152, 24),
    stageEnd: fieldAt(clock, 176, 40),
    closedAt: fieldAt(clock, 216, 40),
    stakerIds: Array.from({ length: SEATS_IN_WORD }, (_, seat) => Number(fieldAt(stakers, 32 * seat, 32))),
  };
}
