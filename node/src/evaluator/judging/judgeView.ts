import { admissionAbi, availabilityAbi } from "@assay/sdk/abi";
import { readAudit } from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { AssayError } from "@assay/sdk/errors";
import { auditSeed, type RootNode } from "@assay/sdk/hashing";
import {
  type Address,
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  decodeFunctionData,
  type Hex,
} from "viem";
import type { ChainClient } from "../../platform/chain/clients.ts";

/** States of a jury case by number, as Jury.stateOf returns them. */
export const CASE = { none: 0, waiting: 1, voting: 2, revealing: 3, decided: 4, hung: 5 } as const;

/** Contracts that hold credit for judges. */
export type JudgeBook = "availability" | "challenges" | "jury";

/** Reads of the judges' contracts. */
export function createJudgeView(client: ChainClient, deployment: Deployment) {
  const credits: Record<JudgeBook, (account: Address) => Promise<bigint>> = {
    availability: (account) => client.readContract(calls.availability.creditOf(deployment, { account })),
    challenges: (account) => client.readContract(calls.challenges.creditOf(deployment, { account })),
    jury: (account) => client.readContract(calls.jury.creditOf(deployment, { account })),
  };

  /** The calldata of a transaction sent straight to one of our contracts. */
  const inputOf = async (hash: Hex): Promise<Hex> => (await client.getTransaction({ hash })).input;

  return {
    /** The audits' seed once it is known, else whether the audit was requested. */
    async audit(roundId: bigint): Promise<{ requested: boolean; seed: Hex | undefined }> {
      const { seed, epoch } = await readAudit(client, { deployment, roundId });
      if (seed !== undefined || epoch === 0) return { requested: epoch !== 0, seed };
      if ((await client.readContract(calls.randomness.currentEpoch(deployment))) < epoch)
        return { requested: true, seed: undefined };
      const epochSeed = await client.readContract(calls.randomness.seedOf(deployment, { epoch }));
      return {
        requested: true,
        seed: BigInt(epochSeed) === 0n ? undefined : auditSeed(epochSeed, deployment.addresses.audits, roundId),
      };
    },
    revealsClosedAt: (roundId: bigint): Promise<bigint> =>
      client.readContract(calls.admission.revealsClosedAt(deployment, { roundId })),
    isHearing: (roundId: bigint): Promise<boolean> =>
      client.readContract(calls.admission.isHearing(deployment, { roundId })),
    caseState: (caseId: bigint): Promise<number> => client.readContract(calls.jury.stateOf(deployment, { caseId })),
    /** Whether the chain would take this step of a case now. */
    async wouldPass(account: Address, step: "draw" | "close", caseId: bigint): Promise<boolean> {
      try {
        await client.simulateContract({ ...calls.jury[step](deployment, { caseId }), account });
        return true;
      } catch (error) {
        if (error instanceof ContractFunctionExecutionError && error.cause instanceof ContractFunctionRevertedError)
          return false;
        throw error;
      }
    },
    /** Unix seconds; 0 while not known. */
    async caseDeadlines(caseId: bigint): Promise<{ commit: bigint; reveal: bigint }> {
      const [commit, reveal] = await client.readContract(calls.jury.deadlinesOf(deployment, { caseId }));
      return { commit, reveal };
    },
    /** The root as its reveal showed it: by its two children. */
    async revealedNode(tx: Hex): Promise<RootNode> {
      const call = decodeFunctionData({ abi: admissionAbi, data: await inputOf(tx) });
      if (call.functionName !== "reveal") throw notACall(tx, "reveal");
      return call.args[2];
    },
    /** A demanded trial as its answer showed it. */
    async answered(tx: Hex) {
      const call = decodeFunctionData({ abi: availabilityAbi, data: await inputOf(tx) });
      if (call.functionName !== "answer") throw notACall(tx, "answer");
      const [leaf, trial, outIds, path] = call.args;
      return { leaf, trial, outIds: readIds(outIds), path };
    },
    /** Credit in one of the books that pay judges' bonds and bounties. */
    credit: (book: JudgeBook, account: Address): Promise<bigint> => credits[book](account),
  };
}

export type JudgeView = ReturnType<typeof createJudgeView>;

function readIds(outIds: Hex): number[] {
  return (outIds.slice(2).match(/.{8}/g) ?? []).map((word) => Number.parseInt(word, 16));
}

function notACall(tx: Hex, wanted: string): AssayError {
  return new AssayError(`Transaction ${tx} went through another contract; its ${wanted} can't be read.`, {
    code: "call_hidden",
    status: 502,
  });
}
