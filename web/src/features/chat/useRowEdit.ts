import type { Cleanup } from "@assay/sdk/documents";
import { documentHash, rowEditTypedData } from "@assay/sdk/hashing";
import { useQueryClient } from "@tanstack/react-query";
import { useConfig } from "../../data/config.ts";
import { postJson } from "../../data/http.ts";
import { useSubmit } from "../../data/useSubmit.ts";
import { useSigner } from "../../data/wallet/useWrite.ts";

/** Hands an edited answer to the trainer; only the account that started the run may, because it counts. */
export function useRowEdit(jobId: string) {
  const signer = useSigner();
  const queries = useQueryClient();
  const { chainId } = useConfig();
  return useSubmit({
    mutationFn: async ({ was, ...given }: { text: string; label: string; was: string }) => {
      const row = { text: given.text.trim(), label: given.label.trim() };
      const wallet = await signer();
      const requester = wallet.account.address;
      const typed = rowEditTypedData({ chainId, jobId, requester, rowHash: documentHash(row) });
      const signature = await wallet.signTypedData(typed);
      return postJson<{ cleanup: Cleanup }>(`/api/trainer/jobs/${jobId}/row-edits`, { ...row, was, signature });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["trainer"] }),
  });
}
