import { useGraph } from "../../app/data/graph.ts";

export interface ParamSet {
  id: string;
  seats: number;
  itemsPerBatch: number;
  keyWindow: string;
  commitWindow: string;
  revealWindow: string;
  epochWindow: string;
  withdrawDelay: string;
  unstakeCooldown: string;
  attemptWindow: string;
  admissionTtl: string;
  trialMask: string;
  gatedLanes: number;
  stakeUnit: string;
  evaluatorLockUnits: number;
  minPublisherStake: string;
  roundFee: string;
  epochBond: string;
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
    id seats itemsPerBatch keyWindow commitWindow revealWindow epochWindow withdrawDelay unstakeCooldown attemptWindow
    admissionTtl trialMask gatedLanes stakeUnit evaluatorLockUnits minPublisherStake roundFee epochBond splitBps timestamp txHash
  }
  gates(first: 100, orderBy: items) { items attempt minPasses }
}`;

/** Every parameter set, newest (the current one) first, and the gate table. */
export const useThresholds = () => useGraph<{ paramSets: ParamSet[]; gates: Gate[] }>("thresholds", QUERY);
