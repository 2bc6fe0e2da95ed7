import { documentHash, jobTypedData } from "@assay/sdk/hashing";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useSigner } from "../../app/chain/useWrite.ts";
import { useConfig } from "../../app/config.ts";
import { getJson, postJson } from "../../app/data/http.ts";
import type { JobChoice } from "./job.ts";

export interface Base {
  id: string;
  name: string;
  licence: string;
  /** Millions. */
  params: number;
  available: boolean;
  reason?: string;
}

export interface Quote {
  seconds: number;
  memoryMb: number;
  trainRows: number;
  steps: number;
}

export function useBases() {
  return useQuery({
    queryKey: ["trainer", "bases"],
    staleTime: 60_000,
    queryFn: () => getJson<Base[]>("/api/trainer/bases"),
  });
}

/** What this job will take, asked again as the choices change. */
export function useQuote(choice: JobChoice) {
  const { hyperparameters: h, base, method, datanet, version } = choice;
  const search = new URLSearchParams({
    base,
    method,
    datanet: datanet ?? "",
    version: String(version ?? ""),
    epochs: String(h.epochs),
    batchSize: String(h.batchSize),
    rank: String(h.rank),
    maxLength: String(h.maxLength),
    robustnessMix: String(h.robustnessMix),
    learningRate: String(h.learningRate),
  });
  return useQuery({
    queryKey: ["trainer", "quote", search.toString()],
    enabled: Boolean(datanet && version && base),
    placeholderData: (last) => last,
    queryFn: () => getJson<Quote>(`/api/trainer/quote?${search}`),
  });
}

/** Signs job.json and hands it to the trainer. */
export function useStartJob() {
  const signer = useSigner();
  const { chainId } = useConfig();
  return useMutation({
    mutationFn: async (choice: JobChoice) => {
      const wallet = await signer();
      const requester = wallet.account.address;
      const job = jobDocument(choice);
      const signature = await wallet.signTypedData(jobTypedData({ chainId, jobHash: documentHash(job), requester }));
      return postJson<{ jobId: string }>("/api/trainer/jobs", { job, requester, signature });
    },
  });
}

function jobDocument(choice: JobChoice) {
  if (!choice.datanet || !choice.version) throw new Error("Choose a sealed version of a datanet first.");
  const { base, method, hyperparameters } = choice;
  return { schemaVersion: 1, base, method, hyperparameters, datanet: choice.datanet, version: choice.version };
}
