import { mixWords } from "../../data/entities/mix.ts";
import type { JobRecord } from "../../data/entities/useRuns.ts";
import { CidLink, Facts } from "../../ui/index.ts";
import { AccountLink, DatanetLink } from "../names/index.ts";

const WORDS: Record<string, string> = {
  learningRate: "Learning rate",
  epochs: "Training epochs",
  batchSize: "Batch size",
  rank: "Rank",
  alpha: "Alpha",
  dropout: "Dropout",
  maxLength: "Longest row",
  seed: "Seed",
};

export function Settings({ job }: { job: JobRecord }) {
  const { base, method, datanet, version, hyperparameters } = job.job;
  return (
    <>
      <h2>Settings</h2>
      <Facts
        items={[
          ["Base", base],
          ["Data", <DatanetLink key="d" id={String(datanet)} version={version} />],
          ["Method", method === "qlora" ? "QLoRA" : "LoRA"],
          ...Object.entries(WORDS).flatMap(([key, label]): [string, string][] =>
            hyperparameters[key] === undefined ? [] : [[label, wordsOf(hyperparameters[key])]],
          ),
          ["Robustness mix", mixOf(hyperparameters)],
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

type Settings = JobRecord["job"]["hyperparameters"];

const wordsOf = (value: Settings[string]): string =>
  typeof value === "boolean" ? (value ? "on" : "off") : String(value);

function mixOf({ robustnessMix, robustnessKinds }: Settings): string {
  const share = typeof robustnessMix === "string" || Array.isArray(robustnessMix) ? undefined : robustnessMix;
  return mixWords(share, Array.isArray(robustnessKinds) ? robustnessKinds : undefined);
}
