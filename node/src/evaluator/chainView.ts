import { admissionAbi, protocolParamsAbi } from "@assay/sdk/abi";
import { readRound } from "@assay/sdk/actions";
import type { Deployment } from "@assay/sdk/deployment";
import type { ChainClient } from "../platform/chain/clients.ts";
import { readReferences } from "./references.ts";

/** Phases by number, as Admission.phaseOf returns them. */
export const PHASE = {
  none: 0,
  open: 1,
  drawn: 2,
  commit: 3,
  secondCommit: 4,
  reveal: 5,
  audit: 6,
  finalizable: 7,
  final: 8,
  void: 9,
} as const;

/** What became of a seat, by number, as Admission.seatView returns it. */
export const SEAT = { none: 0, drawn: 1, excluded: 2, committed: 3, revealed: 4, convicted: 5 } as const;

/** Reads of Admission and the parameters a seat needs. */
export function createChainView(client: ChainClient, deployment: Deployment) {
  const admission = { address: deployment.addresses.admission, abi: admissionAbi } as const;
  const params = { address: deployment.addresses.params, abi: protocolParamsAbi } as const;
  return {
    phase: (roundId: bigint) => client.readContract({ ...admission, functionName: "phaseOf", args: [roundId] }),
    round: (roundId: bigint) => readRound(client, { deployment, roundId }),
    seat: (roundId: bigint, seat: number) =>
      client.readContract({ ...admission, functionName: "seatView", args: [roundId, seat] }),
    credit: (account: `0x${string}`) =>
      client.readContract({ ...admission, functionName: "creditOf", args: [account] }),
    references: (roundId: bigint, modelId: bigint) => readReferences(client, deployment, roundId, modelId),
    paramSet: (id: bigint) => client.readContract({ ...params, functionName: "get", args: [id] }),
    /** Timestamp of the newest block, seconds. */
    now: async (): Promise<bigint> => (await client.getBlock()).timestamp,
  };
}

export type ChainView = ReturnType<typeof createChainView>;
