import { useGraph } from "../../data/graph.ts";

export interface ProtocolFigures {
  datanetCount: number;
  rowCount: string;
  modelCount: number;
  admittedModelCount: number;
  openRoundCount: number;
  roundCount: number;
  evaluatorCount: number;
  redeemed: string;
  feesFunded: string;
  rewardsClaimed: string;
  claimCount: number;
  latestEpoch: { id: string } | null;
}

const QUERY = `query Home {
  protocol(id: "assay") {
    datanetCount rowCount modelCount admittedModelCount openRoundCount roundCount evaluatorCount redeemed feesFunded
    rewardsClaimed claimCount latestEpoch { id }
  }
}`;

/** Counters over the whole protocol; null before the first event. */
export const useProtocol = () => useGraph<{ protocol: ProtocolFigures | null }>("home", QUERY);
