import { useGraph } from "../graph.ts";

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
  /** Who sent the transaction. */
  addedBy: string;
  timestamp: string;
  txHash: string;
}

export interface Gate {
  items: number;
  attempt: number;
  minPasses: number;
}

/** A row of the gate table and who added it. */
export interface GateRow extends Gate {
  addedBy: string;
  timestamp: string;
  txHash: string;
}

export interface Thresholds {
  /** Newest (the current one) first. */
  paramSets: ParamSet[];
  gates: GateRow[];
  /** New rounds, stakes and deposits are refused before this time (unix seconds); 0 while they are not. */
  protocol: { pausedUntil: string; guardian: string | null } | null;
}

const QUERY = `query Thresholds {
  paramSets(first: 1000, orderBy: paramSetId, orderDirection: desc) {
    id seats reserves itemsPerBatch keyWindow commitWindow revealWindow auditWindow auditLeaves gatedLanes attemptWindow
    admissionTtl trialMask minPublisherStake roundFee custodianBond demandBond answerWindow juryWindow challengeBond
    epochBond epochWindow withdrawDelay stakeUnit leaseBond unstakeCooldown exposureBps acceptWindow splitBps addedBy timestamp
    txHash
  }
  gates(first: 1000, orderBy: items) { items attempt minPasses addedBy timestamp txHash }
  protocol(id: "assay") { pausedUntil guardian }
}`;

/** Every parameter set, the gate table, and whether entries are paused. */
export const useThresholds = () => useGraph<Thresholds>("thresholds", QUERY);
