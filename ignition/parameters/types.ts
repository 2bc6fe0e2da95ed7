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

/** What a deployment is parameterised by. */
export interface AssayParameters {
  readonly paramSet: ParamSet;
  readonly gates: readonly Gate[];
  /** receives slashes and the treasury's share; the deployer when absent */
  readonly treasury?: `0x${string}`;
  /** may add parameter sets (the timelock in production); the deployer when absent */
  readonly owner?: `0x${string}`;
}
