/**
 * One row of the gate table on chain: of `items` exam items at least `minPasses` must pass at the given attempt.
 */
export interface Gate {
  readonly items: number;
  /** 1..8; where a size has no row, no further attempt can be made in the window */
  readonly attempt: number;
  readonly minPasses: number;
}

/** The thresholds of contracts/interfaces/IProtocolParams.sol `ParamSet`: seconds, and token amounts in wei. */
export interface ParamSet {
  readonly seats: number;
  readonly reserves: number;
  readonly itemsPerBatch: number;
  readonly keyWindow: number;
  readonly commitWindow: number;
  readonly revealWindow: number;
  readonly auditWindow: number;
  readonly auditLeaves: number;
  readonly gatedLanes: number;
  readonly attemptWindow: number;
  readonly admissionTtl: number;
  readonly trialMask: bigint;
  readonly minPublisherStake: bigint;
  readonly roundFee: bigint;
  readonly custodianBond: bigint;
  readonly demandBond: bigint;
  readonly answerWindow: number;
  readonly juryWindow: number;
  readonly challengeBond: bigint;
  readonly epochBond: bigint;
  readonly epochWindow: number;
  readonly withdrawDelay: number;
  readonly stakeUnit: bigint;
  readonly leaseBond: bigint;
  readonly unstakeCooldown: number;
  readonly exposureBps: number;
  readonly acceptWindow: number;
  /** publisher, data, trainer, evaluators, base author, treasury; basis points that sum to 10,000 */
  readonly splitBps: readonly [number, number, number, number, number, number];
}

/** Where seeds come from: block hashes on local chains, a VRF on public ones. */
export type RandomnessKind = "blockHash" | "vrf";

/** Epochs of a fixed number of blocks. */
export interface BlockHashes {
  readonly kind: "blockHash";
  readonly blocksPerEpoch: number;
}

/** Stands where a profile cannot know the value; VrfRandomness refuses to be deployed with it. */
export const NAMED_BY_THE_DEPLOYMENT = `0x${"0".repeat(64)}` as const;

/** Chainlink's VRF v2.5 (contracts/randomness/VrfRandomness.sol). */
export interface Vrf {
  readonly kind: "vrf";
  /** the chain's coordinator; a deployment must name it */
  readonly coordinator?: `0x${string}`;
  readonly config: {
    /** seconds of an epoch */
    readonly epochLength: number;
    /** the oracle's proving key; a deployment must name it */
    readonly keyHash: `0x${string}`;
    /** the subscription that pays; a deployment must name it */
    readonly subId: bigint;
    readonly confirmations: number;
    readonly callbackGas: number;
    readonly nativePayment: boolean;
  };
}

/** How votes run (contracts/governance/AssayGovernor.sol) and how long the timelock waits, seconds. */
export interface GovernanceRules {
  readonly votingRules: {
    readonly votingDelay: number;
    readonly votingPeriod: number;
    /** wei of vASY a proposer needs */
    readonly proposalThreshold: bigint;
    /** percent of the whole supply */
    readonly quorumPercent: number;
  };
  readonly timelockDelay: number;
}

/** What a deployment is parameterised by. */
export interface AssayParameters {
  readonly paramSet: ParamSet;
  readonly gates: readonly Gate[];
  readonly governance: GovernanceRules;
  readonly randomness: BlockHashes | Vrf;
  /** receives slashes and the treasury's share; the deployer when absent */
  readonly treasury?: `0x${string}`;
  /** may pause entries; the deployer when absent */
  readonly guardian?: `0x${string}`;
}
