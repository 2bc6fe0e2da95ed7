import { type Hex, stringToHex } from "viem";
import { person, word } from "./protocolChain.ts";

export const CURATOR = person(1);
export const CUSTODIAN = person(2);
export const PUBLISHER = person(3);
export const EVALUATOR = person(4);
export const PAYER = person(5);
export const GATEWAY = person(6);
export const TOKEN = person(7);
/** Who runs the rounds, and who judges in them: operators of the stake. */
export const ADMISSION = person(8);
export const JUDGE = person(9);
/** Staker numbers 1 to 6; the first is EVALUATOR. */
export const EVALUATORS = [EVALUATOR, person(11), person(12), person(13), person(14), person(15)];

export const HASH = word(0xabcdef);

export const PARAMS = {
  seats: 3,
  reserves: 2,
  itemsPerBatch: 24,
  keyWindow: 60,
  commitWindow: 60,
  revealWindow: 60,
  auditWindow: 60,
  auditLeaves: 4,
  gatedLanes: 3,
  attemptWindow: 600,
  admissionTtl: 6_000,
  trialMask: 2n ** 63n + 5n,
  minPublisherStake: 5n * 10n ** 18n,
  roundFee: 10n ** 18n,
  custodianBond: 50n,
  demandBond: 1n,
  answerWindow: 60,
  juryWindow: 60,
  challengeBond: 20n,
  epochBond: 10n ** 18n,
  epochWindow: 60,
  withdrawDelay: 60,
  stakeUnit: 10n ** 18n,
  leaseBond: 20n,
  unstakeCooldown: 60,
  exposureBps: 20_000,
  acceptWindow: 60,
  splitBps: [3_500, 2_500, 1_500, 1_000, 500, 1_000],
};

/** 24 items passed in lane 0, 20 in lane 1, 7 in lane 15. */
export const LANES = 24n | (20n << 16n) | (7n << 240n);

/** A deadline no test lives to see: only acts end its window. */
export const FAR = 4_000_000_000n;

/** A reason as the contracts write it: a word in 32 bytes. */
export const reason = (text: string): Hex => stringToHex(text, { size: 32 });
