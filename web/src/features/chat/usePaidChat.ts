import { deposit, openWithdrawal, withdrawChannel } from "@assay/sdk/actions";
import { payForChat } from "@assay/sdk/channel";
import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { useConfig } from "../../data/config.ts";
import { gateway } from "../../data/services.ts";
import { useSubmit } from "../../data/useSubmit.ts";
import { useSigner, useWrite } from "../../data/wallet/useWrite.ts";
import type { Message } from "./types.ts";

/** Where the payer's channel with this gateway stands. */
export function useChannel(payer: Address | undefined) {
  return useQuery({
    queryKey: ["chain", "channel", payer],
    queryFn: payer === undefined ? skipToken : () => gateway.channel({ query: { payer } }),
  });
}

/** Puts money into the channel; unspent money can be withdrawn after the delay. */
export const useDeposit = (payee: Address | undefined) =>
  useWrite((wallet, deployment, amount: bigint) => {
    if (!payee) throw new Error("The gateway did not say whom to pay. Check that it is up, then try again.");
    return deposit(wallet, { deployment, payee, amount });
  });

/** Closes the channel: after the delay what is left of it can be taken back. */
export const useOpenWithdrawal = (payee: Address) =>
  useWrite((wallet, deployment, _: undefined) => openWithdrawal(wallet, { deployment, payee }));

export const useWithdrawChannel = (payee: Address) =>
  useWrite((wallet, deployment, _: undefined) => withdrawChannel(wallet, { deployment, payee }));

/** Signs a voucher for one more call in the browser, then streams the answer. */
export function usePaidChat() {
  const signer = useSigner();
  const queries = useQueryClient();
  const { deployment } = useConfig();
  const [streaming, setStreaming] = useState("");
  const call = useSubmit({
    mutationFn: async (input: { model: string; sandbox: boolean; messages: Message[] }) => {
      setStreaming("");
      const { text, modelId, paid, signed } = await payForChat({
        gateway,
        deployment,
        payer: await signer(),
        ...input,
        onText: setStreaming,
      });
      return { text, modelId: modelId.toString(), paid, cumulative: signed.voucher.cumulative };
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["chain", "channel"] }),
  });
  return { ...call, streaming };
}
