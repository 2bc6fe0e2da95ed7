import { GATES } from "./gates.ts";
import { GATED_LANES, TRIAL_MASK } from "./trials.ts";
import { type AssayParameters, NAMED_BY_THE_DEPLOYMENT } from "./types.ts";

const TOKEN = 10n ** 18n;
const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/**
 * Defaults for a public chain: five seats, 64 items, and windows long enough for an operator in another time zone.
 * A deployment must name `treasury`, `guardian` and the chain's VRF: the deployer's own key should hold neither.
 */
export const production: AssayParameters = {
  paramSet: {
    seats: 5,
    reserves: 2,
    itemsPerBatch: 64,
    keyWindow: 6 * HOUR,
    commitWindow: DAY,
    revealWindow: 6 * HOUR,
    auditWindow: 12 * HOUR,
    auditLeaves: 220,
    gatedLanes: GATED_LANES,
    attemptWindow: 30 * DAY,
    admissionTtl: 30 * DAY,
    trialMask: TRIAL_MASK,
    minPublisherStake: 5_000n * TOKEN,
    roundFee: 300n * TOKEN,
    custodianBond: 500n * TOKEN,
    demandBond: 10n * TOKEN,
    answerWindow: 6 * HOUR,
    juryWindow: 12 * HOUR,
    challengeBond: 200n * TOKEN,
    epochBond: 1_000n * TOKEN,
    epochWindow: 2 * DAY,
    withdrawDelay: DAY,
    stakeUnit: 1_000n * TOKEN,
    leaseBond: 200n * TOKEN,
    // ParamBounds: at least the longest round with a demand and a jury at its end.
    unstakeCooldown: 7 * DAY,
    exposureBps: 20_000,
    acceptWindow: 2 * DAY,
    splitBps: [3500, 2500, 1500, 1000, 500, 1000],
  },
  gates: GATES,
  governance: {
    votingRules: {
      votingDelay: DAY,
      votingPeriod: 5 * DAY,
      // A tenth of a percent of the supply.
      proposalThreshold: 1_000_000n * TOKEN,
      quorumPercent: 4,
    },
    // Longer than an epoch of stake: whoever disagrees can be out of every draw before a decision holds.
    timelockDelay: 2 * DAY,
  },
  randomness: {
    kind: "vrf",
    config: {
      epochLength: HOUR / 2,
      keyHash: NAMED_BY_THE_DEPLOYMENT,
      subId: 0n,
      confirmations: 12,
      callbackGas: 150_000,
      nativePayment: true,
    },
  },
};
