import { documentHash, jobTypedData } from "@assay/sdk/hashing";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useConfig } from "../../data/config.ts";
import { getJson, postJson } from "../../data/http.ts";
import { useSubmit } from "../../data/useSubmit.ts";
import { useSigner } from "../../data/wallet/useWrite.ts";
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
  /** Null for a base the catalogue does not know. */
  memoryMb: number | null;
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

/** A quote costs the trainer a moment, so it waits until the typing pauses. */
const QUOTE_PAUSE_MS = 400;

function useSettled<T>(value: T, pauseMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, pauseMs]);
  return settled;
}

/** What this job will take, asked again as the choices change; nothing is asked while a field is wrong. */
export function useQuote(choice: JobChoice, isValid: boolean) {
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
    robustnessKinds: h.robustnessKinds.join(","),
    learningRate: String(h.learningRate),
  });
  const settled = useSettled(search.toString(), QUOTE_PAUSE_MS);
  return useQuery({
    queryKey: ["trainer", "quote", settled],
    enabled: isValid && Boolean(datanet && version && base),
    placeholderData: (last) => last,
    queryFn: () => getJson<Quote>(`/api/trainer/quote?${settled}`),
  });
}

/** Signs job.json and hands it to the trainer. */
export function useStartJob() {
  const signer = useSigner();
  const { chainId } = useConfig();
  return useSubmit({
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
  const name = choice.name.trim();
  const named = name === "" ? {} : { name };
  return {
    schemaVersion: 1,
    base,
    method,
    hyperparameters,
    datanet: choice.datanet,
    version: choice.version,
    ...named,
  };
}
