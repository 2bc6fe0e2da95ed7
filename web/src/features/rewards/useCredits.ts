import { readCredits, withdrawCredit, withdrawJudgeCredit, withdrawRewardCredit } from "@assay/sdk/actions";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useClient } from "wagmi";
import { useConfig } from "../../data/config.ts";
import { useWrite } from "../../data/wallet/useWrite.ts";

export type Credits = Awaited<ReturnType<typeof readCredits>>;

/** What each contract holds for an account. */
export function useCredits(account: Address) {
  const client = useClient();
  const { deployment } = useConfig();
  return useQuery({
    queryKey: ["chain", "credits", account],
    enabled: client !== undefined,
    queryFn: () => {
      if (!client) throw new Error("The chain is not connected.");
      return readCredits(client, { deployment, account });
    },
  });
}

/** Takes what one contract holds for the connected account. */
export const useWithdrawCredit = (book: keyof Credits) =>
  useWrite((wallet, deployment, _: undefined) => {
    if (book === "admission") return withdrawCredit(wallet, { deployment });
    if (book === "rewards") return withdrawRewardCredit(wallet, { deployment });
    return withdrawJudgeCredit(wallet, { deployment, judge: book });
  });
