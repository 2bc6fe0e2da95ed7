import { useGraph } from "../../app/data/graph.ts";

/** A set of thresholds: times in seconds, amounts in token wei. */
export interface ParamSet {
  id: string;
  seats: number;
  reserves: number;
  itemsPerBatch: number;
  keyWindow: string;
  commitWindow: string;
  revealWindow: string;
  auditWindow: string;
  auditLeaves: number;
  gatedLanes: number;
  attemptWindow: string;
  admissionTtl: string;
  trialMask: string;
  minPublisherStake: string;
  roundFee: string;
  custodianBond: string;
  demandBond: string;
  answerWindow: string;
  juryWindow: string;
  challengeBond: string;
  epochBond: string;
  epochWindow: string;
  withdrawDelay: string;
  stakeUnit: string;
  leaseBond: string;
  unstakeCooldown: string;
  exposureBps: string;
  acceptWindow: string;
  splitBps: number[];
  timestamp: string;
  txHash: string;
}

export interface Gate {
  items: number;
  attempt: number;
  minPasses: number;
}

const QUERY = `query Thresholds {
  paramSets(first: 20, orderBy: paramSetId, orderDirection: desc) {
    id seats reserves itemsPerBatch keyWindow commitWindow revealWindow auditWindow auditLeaves gatedLanes attemptWindow
    admissionTtl trialMask minPublisherStake roundFee custodianBond demandBond answerWindow juryWindow challengeBond
    epochBond epochWindow withdrawDelay stakeUnit leaseBond unstakeCooldown exposureBps acceptWindow splitBps timestamp txHash
  }
  gates(first: 100, orderBy: items) { items attempt minPasses }
}`;

/** Every parameter set, newest (the current one) first, and the gate table. */
export const useThresholds = () => useGraph<{ paramSets: ParamSet[]; gates: Gate[] }>("thresholds", QUERY);
