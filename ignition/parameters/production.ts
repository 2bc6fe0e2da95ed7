import { GATES } from "./gates.ts";
import { GATED_LANES, TRIAL_MASK } from "./trials.ts";
import type { AssayParameters } from "./types.ts";

const TOKEN = 10n ** 18n;
const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/**
 * Defaults for a public chain: five seats, 64 items, and windows long enough for an operator in another time zone.
 * A deployment must name `treasury` and `owner` (the timelock): the deployer's own key should hold neither.
 */
export const production: AssayParameters = {
  paramSet: {
    seats: 5,
    itemsPerBatch: 64,
    keyWindow: 6 * HOUR,
    commitWindow: DAY,
    revealWindow: 6 * HOUR,
    epochWindow: 2 * DAY,
    withdrawDelay: DAY,
    unstakeCooldown: 7 * DAY,
    attemptWindow: 30 * DAY,
    admissionTtl: 30 * DAY,
    trialMask: TRIAL_MASK,
    gatedLanes: GATED_LANES,
    stakeUnit: 1_000n * TOKEN,
    evaluatorLockUnits: 1,
    minPublisherStake: 5_000n * TOKEN,
    roundFee: 300n * TOKEN,
    epochBond: 1_000n * TOKEN,
    splitBps: [3500, 2500, 1500, 1000, 500, 1000],
  },
  gates: GATES,
};
