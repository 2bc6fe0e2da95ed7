import { admissionAbi, auditsAbi, availabilityAbi, iRandomnessAbi, juryAbi, leafChallengesAbi } from "@assay/sdk/abi";
import { readAudit } from "@assay/sdk/actions";
import type { Deployment } from "@assay/sdk/deployment";
import { auditSeed, type RootNode } from "@assay/sdk/hashing";
import {
  type Address,
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  decodeFunctionData,
  type Hex,
} from "viem";
import type { ChainClient } from "../../platform/chain/clients.ts";
import { AppError } from "../../platform/errors.ts";

/** States of a jury case by number, as Jury.stateOf returns them. */
export const CASE = { none: 0, waiting: 1, voting: 2, revealing: 3, decided: 4, hung: 5 } as const;

/** Reads of the judges' contracts. */
export function createJudgeView(client: ChainClient, deployment: Deployment) {
  const { addresses } = deployment;
  const admission = { address: addresses.admission, abi: admissionAbi } as const;
  const audits = { address: addresses.audits, abi: auditsAbi } as const;
  const jury = { address: addresses.jury, abi: juryAbi } as const;
  const randomness = { address: addresses.randomness, abi: iRandomnessAbi } as const;

  /** The calldata of a transaction sent straight to one of our contracts. */
  const inputOf = async (hash: Hex): Promise<Hex> => (await client.getTransaction({ hash })).input;

  return {
    /** The audits' seed once it is known, else whether the audit was requested. */
    async audit(roundId: bigint): Promise<{ requested: boolean; seed: Hex | undefined }> {
      const { seed, epoch } = await readAudit(client, { deployment, roundId });
      if (seed !== undefined || epoch === 0) return { requested: epoch !== 0, seed };
      if ((await client.readContract({ ...randomness, functionName: "currentEpoch" })) < epoch)
        return { requested: true, seed: undefined };
      const epochSeed = await client.readContract({ ...randomness, functionName: "seedOf", args: [epoch] });
      return {
        requested: true,
        seed: BigInt(epochSeed) === 0n ? undefined : auditSeed(epochSeed, audits.address, roundId),
      };
    },
    revealsClosedAt: (roundId: bigint): Promise<bigint> =>
      client.readContract({ ...admission, functionName: "revealsClosedAt", args: [roundId] }),
    isHearing: (roundId: bigint): Promise<boolean> =>
      client.readContract({ ...admission, functionName: "isHearing", args: [roundId] }),
    caseState: (caseId: bigint): Promise<number> =>
      client.readContract({ ...jury, functionName: "stateOf", args: [caseId] }),
    /** Whether the chain would take this step of a case now. */
    async wouldPass(account: Address, functionName: "draw" | "close", caseId: bigint): Promise<boolean> {
      try {
        await client.simulateContract({ ...jury, account, functionName, args: [caseId] });
        return true;
      } catch (error) {
        if (error instanceof ContractFunctionExecutionError && error.cause instanceof ContractFunctionRevertedError)
          return false;
        throw error;
      }
    },
    /** Unix seconds; 0 while not known. */
    async caseDeadlines(caseId: bigint): Promise<{ commit: bigint; reveal: bigint }> {
      const [commit, reveal] = await client.readContract({ ...jury, functionName: "deadlinesOf", args: [caseId] });
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
    credit: (book: Address, account: Address): Promise<bigint> =>
      client.readContract({ address: book, abi: leafChallengesAbi, functionName: "creditOf", args: [account] }),
  };
}

export type JudgeView = ReturnType<typeof createJudgeView>;

function readIds(outIds: Hex): number[] {
  return (outIds.slice(2).match(/.{8}/g) ?? []).map((word) => Number.parseInt(word, 16));
}

function notACall(tx: Hex, wanted: string): AppError {
  return new AppError("call_hidden", `Transaction ${tx} went through another contract; its ${wanted} can't be read.`, {
    status: 502,
  });
}
