import { GATES } from "./gates.ts";
import { GATED_LANES, TRIAL_MASK } from "./trials.ts";
import type { AssayParameters } from "./types.ts";

const TOKEN = 10n ** 18n;
const DAY = 24 * 60 * 60;

/**
 * The local chain: three seats, 32 items, windows a person can wait for. Phases end early once everybody has acted, so
 * the windows only bound how long a missing party can hold a round up.
 */
export const local: AssayParameters = {
  paramSet: {
    seats: 3,
    itemsPerBatch: 32,
    keyWindow: 120,
    commitWindow: 600,
    revealWindow: 60,
    epochWindow: 10,
    withdrawDelay: 60,
    // ParamBounds: at least the longest round, 2 x keyWindow + commitWindow + revealWindow.
    unstakeCooldown: 900,
    attemptWindow: 30 * DAY,
    admissionTtl: 30 * DAY,
    trialMask: TRIAL_MASK,
    gatedLanes: GATED_LANES,
    stakeUnit: 100n * TOKEN,
    evaluatorLockUnits: 1,
    minPublisherStake: 500n * TOKEN,
    roundFee: 30n * TOKEN,
    epochBond: 10n * TOKEN,
    splitBps: [3500, 2500, 1500, 1000, 500, 1000],
  },
  gates: GATES,
};
