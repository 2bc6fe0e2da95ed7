import { cancelTypedData } from "@assay/sdk/hashing";
import { useQueryClient } from "@tanstack/react-query";
import { useConfig } from "../../data/config.ts";
import { postJson } from "../../data/http.ts";
import { useSubmit } from "../../data/useSubmit.ts";
import { useSigner } from "../../data/wallet/useWrite.ts";

/** Only the account that started a run can stop it: it signs. */
export function useCancelRun(jobId: string) {
  const queries = useQueryClient();
  const signer = useSigner();
  const { chainId } = useConfig();
  return useSubmit({
    mutationFn: async () => {
      const wallet = await signer();
      const signature = await wallet.signTypedData(
        cancelTypedData({ chainId, jobId, requester: wallet.account.address }),
      );
      return postJson(`/api/trainer/jobs/${jobId}/cancel`, { signature });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["trainer", "job", jobId] }),
  });
}
