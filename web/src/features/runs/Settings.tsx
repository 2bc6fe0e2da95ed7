import type { TrainingRun } from "@assay/sdk/api";
import { mixWords } from "../../data/entities/mix.ts";
import { CidLink, Facts } from "../../ui/index.ts";
import { AccountLink, DatanetLink } from "../names/index.ts";

type Settings = TrainingRun["job"]["hyperparameters"];

const WORDS: Partial<Record<keyof Settings, string>> = {
  learningRate: "Learning rate",
  epochs: "Training epochs",
  batchSize: "Batch size",
  rank: "Rank",
  alpha: "Alpha",
  dropout: "Dropout",
  maxLength: "Longest row",
  seed: "Seed",
};

export function Settings({ job }: { job: TrainingRun }) {
  const { base, method, datanet, version, hyperparameters } = job.job;
  return (
    <>
      <h2>Settings</h2>
      <Facts
        items={[
          ["Base", base],
          ["Data", <DatanetLink key="d" id={String(datanet)} version={version} />],
          ["Method", method === "qlora" ? "QLoRA" : "LoRA"],
          ...Object.entries(WORDS).flatMap(([key, label]): [string, string][] => {
            const value = hyperparameters[key as keyof Settings];
            return value === undefined ? [] : [[label, String(value)]];
          }),
          ["Robustness mix", mixWords(hyperparameters.robustnessMix, hyperparameters.robustnessKinds)],
          ["Started by", <AccountLink key="r" address={job.requester} />],
          ...(job.result
            ? ([
                ["Adapter", <CidLink key="a" cid={job.result.adapterCid} />],
                ["run.json", <CidLink key="j" cid={job.result.runCid} />],
              ] as [string, React.ReactNode][])
            : []),
        ]}
      />
    </>
  );
}
