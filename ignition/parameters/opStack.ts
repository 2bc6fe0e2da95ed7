import { production } from "./production.ts";
import { type AssayParameters, NAMED_BY_THE_DEPLOYMENT } from "./types.ts";

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/**
 * Defaults for a chain of the OP stack: a block every 2 s, a single sequencer, transactions by way of L1 when it is silent.
 * Every window in which silence costs something is a day at least: the sequencer may leave a transaction out for up to
 * 12 hours before L1 forces it in. Amounts and gates are those of production. A deployment must name `treasury`, `guardian`
 * and the chain's VRF.
 */
export const opStack: AssayParameters = {
  ...production,
  paramSet: {
    ...production.paramSet,
    // The draw and the audit need the next seed, so their windows hold several epochs.
    keyWindow: 2 * DAY,
    commitWindow: 2 * DAY,
    revealWindow: DAY,
    auditWindow: 2 * DAY,
    answerWindow: DAY,
    juryWindow: DAY,
    epochWindow: 3 * DAY,
    withdrawDelay: 2 * DAY,
    // The longest round with a demand and a jury at its end takes 14 days.
    unstakeCooldown: 21 * DAY,
    acceptWindow: 3 * DAY,
  },
  governance: { ...production.governance, timelockDelay: 3 * DAY },
  randomness: {
    kind: "vrf",
    config: {
      // As long as L1 may take to force the request of a seed in.
      epochLength: 12 * HOUR,
      keyHash: NAMED_BY_THE_DEPLOYMENT,
      subId: 0n,
      // 100 s of blocks: beyond what a sequencer reorganises after a restart.
      confirmations: 50,
      callbackGas: 150_000,
      nativePayment: true,
    },
  },
};
