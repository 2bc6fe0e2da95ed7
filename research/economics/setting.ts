import { GATES } from "../../ignition/parameters/gates.ts";
import { TRIAL_MASK } from "../../ignition/parameters/trials.ts";
import type { ParamSet } from "../../ignition/parameters/types.ts";

/** What the chain's parameters do not say, and every figure depends on. Stated once, printed with the results. */
export interface Assumptions {
  /** an honest seat's compute, as a share of its pay: an operator for whom it costs more stays away */
  readonly computeShare: number;
  /** probability that the seat whose duty it is really re-runs the audited leaves */
  readonly diligence: number;
  /** probability that somebody recomputes a posted reward epoch before it is final */
  readonly watchfulness: number;
  /** stake of all evaluators together, in units */
  readonly totalUnits: number;
  /** yearly return that locked stake could earn elsewhere */
  readonly yearlyReturn: number;
  /** fees funded and not yet distributed when a wrong reward root is posted, ASY */
  readonly openFees: number;
  /** share of items a model that should fail passes in its worst condition */
  readonly weakModel: number;
}

/** The defaults that docs/economics.md prints. */
export const ASSUMPTIONS: Assumptions = {
  computeShare: 0.5,
  diligence: 0.9,
  watchfulness: 0.99,
  totalUnits: 500,
  yearlyReturn: 0.1,
  openFees: 20_000,
  weakModel: 0.7,
};

/** The parameters as plain numbers in ASY, with what follows from them. */
export interface Setting extends Assumptions {
  readonly seats: number;
  readonly items: number;
  readonly trialsPerItem: number;
  readonly auditLeaves: number;
  readonly unit: number;
  readonly fee: number;
  /** what one seat earns in a first attempt */
  readonly seatPay: number;
  readonly compute: number;
  readonly minPasses: number;
  readonly quorum: number;
  /** fees a model may earn on its publisher's least stake before its record has earned more */
  readonly exposureCap: number;
  readonly publisherStake: number;
  readonly epochBond: number;
  readonly custodianBond: number;
  readonly challengeBond: number;
  readonly demandBond: number;
  readonly attemptWindowDays: number;
  /** publisher, data, trainer, evaluators, base author, treasury as shares of 1 */
  readonly split: readonly number[];
}

/** Share of the fee for whoever draws and for whoever finalises (Admission.TIP_BPS), together. */
const TIPS = 0.04;
/** What a reserve who was not needed earns, in seats (Admission.STANDBY). */
const STANDBY = 0.1;

const asy = (wei: bigint): number => Number(wei / 10n ** 12n) / 1e6;
const bitsOf = (word: bigint): number => [...word.toString(2)].filter((bit) => bit === "1").length;

/** Reads the figures that matter out of a parameter set. */
export function settingOf(set: ParamSet, assumptions: Assumptions): Setting {
  const fee = asy(set.roundFee);
  const seatPay = (fee * (1 - TIPS)) / (set.seats + set.reserves * STANDBY);
  const gate = GATES.find(({ items, attempt }) => items === set.itemsPerBatch && attempt === 1);
  if (gate === undefined) throw new Error(`No gate for ${set.itemsPerBatch} items.`);
  return {
    ...assumptions,
    seats: set.seats,
    items: set.itemsPerBatch,
    trialsPerItem: bitsOf(TRIAL_MASK),
    auditLeaves: set.auditLeaves,
    unit: asy(set.stakeUnit),
    fee,
    seatPay,
    compute: assumptions.computeShare * seatPay,
    minPasses: gate.minPasses,
    quorum: Math.ceil((2 * set.seats) / 3),
    exposureCap: (asy(set.minPublisherStake) * set.exposureBps) / 10_000,
    publisherStake: asy(set.minPublisherStake),
    epochBond: asy(set.epochBond),
    custodianBond: asy(set.custodianBond),
    challengeBond: asy(set.challengeBond),
    demandBond: asy(set.demandBond),
    attemptWindowDays: set.attemptWindow / 86_400,
    split: set.splitBps.map((bps) => bps / 10_000),
  };
}
