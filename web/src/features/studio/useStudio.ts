import type { QuoteQuery } from "@assay/sdk/api";
import type { JobDocument } from "@assay/sdk/documents";
import { documentHash, jobTypedData } from "@assay/sdk/hashing";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useConfig } from "../../data/config.ts";
import { trainer } from "../../data/services.ts";
import { useSubmit } from "../../data/useSubmit.ts";
import { useSigner } from "../../data/wallet/useWrite.ts";
import type { JobChoice } from "./job.ts";

export function useBases() {
  return useQuery({
    queryKey: ["trainer", "bases"],
    staleTime: 60_000,
    queryFn: () => trainer.bases(),
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
  const { base, method, datanet, version } = choice;
  const { learningRate, epochs, batchSize, rank, maxLength, robustnessMix, robustnessKinds } = choice.hyperparameters;
  const settings = { learningRate, epochs, batchSize, rank, maxLength, robustnessMix, robustnessKinds };
  const query = { base, method, datanet: datanet ?? "", version: version ?? 0, ...settings };
  const settled = useSettled(JSON.stringify(query), QUOTE_PAUSE_MS);
  const asked = JSON.parse(settled) as QuoteQuery;
  return useQuery({
    queryKey: ["trainer", "quote", settled],
    // What is asked is what the choices were a moment ago, when they may not have been complete.
    enabled: isValid && Boolean(asked.datanet && asked.version && asked.base),
    placeholderData: (last) => last,
    queryFn: () => trainer.quote({ query: asked }),
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
      return trainer.createJob({ body: { job, requester, signature } });
    },
  });
}

function jobDocument(choice: JobChoice): JobDocument {
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
