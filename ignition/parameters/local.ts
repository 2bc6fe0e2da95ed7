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
    reserves: 2,
    itemsPerBatch: 32,
    keyWindow: 120,
    commitWindow: 600,
    revealWindow: 60,
    auditWindow: 30,
    auditLeaves: 8,
    gatedLanes: GATED_LANES,
    attemptWindow: 30 * DAY,
    admissionTtl: 30 * DAY,
    trialMask: TRIAL_MASK,
    minPublisherStake: 500n * TOKEN,
    roundFee: 30n * TOKEN,
    custodianBond: 50n * TOKEN,
    demandBond: 1n * TOKEN,
    answerWindow: 30,
    juryWindow: 30,
    challengeBond: 20n * TOKEN,
    epochBond: 10n * TOKEN,
    epochWindow: 10,
    withdrawDelay: 60,
    stakeUnit: 100n * TOKEN,
    leaseBond: 20n * TOKEN,
    // ParamBounds: at least the longest round with a demand and a jury at its end.
    unstakeCooldown: 1800,
    exposureBps: 20_000,
    acceptWindow: 10,
    splitBps: [3500, 2500, 1500, 1000, 500, 1000],
  },
  gates: GATES,
  // A vote a person can watch from proposal to execution; the deployer holds enough tokens to carry it alone.
  governance: {
    votingRules: { votingDelay: 5, votingPeriod: 60, proposalThreshold: 1_000n * TOKEN, quorumPercent: 4 },
    timelockDelay: 30,
  },
  randomness: { kind: "blockHash", blocksPerEpoch: 4 },
};
