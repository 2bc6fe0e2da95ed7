import { readRound } from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
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
  return {
    phase: (roundId: bigint) => client.readContract(calls.admission.phaseOf(deployment, { roundId })),
    /** Unix seconds from which the running phase is over; 0 where time alone ends nothing. */
    phaseEnd: (roundId: bigint) => client.readContract(calls.admission.phaseEndOf(deployment, { roundId })),
    round: (roundId: bigint) => readRound(client, { deployment, roundId }),
    seat: (roundId: bigint, seat: number) =>
      client.readContract(calls.admission.seatView(deployment, { roundId, seat })),
    credit: (account: `0x${string}`) => client.readContract(calls.admission.creditOf(deployment, { account })),
    references: (roundId: bigint, modelId: bigint) => readReferences(client, deployment, roundId, modelId),
    paramSet: (paramSetId: bigint) => client.readContract(calls.params.get(deployment, { paramSetId })),
    /** Timestamp of the newest block, seconds. */
    now: async (): Promise<bigint> => (await client.getBlock()).timestamp,
  };
}

export type ChainView = ReturnType<typeof createChainView>;
