import type { TrainingRun } from "@assay/sdk/api";
import { Link } from "react-router";
import { useNameOf } from "../../data/config.ts";
import { mixWords } from "../../data/entities/mix.ts";
import { AddressLink, CidLink, Facts } from "../../ui/index.ts";

type Settings = TrainingRun["job"]["hyperparameters"];

const WORDS: Partial<Record<keyof Settings, string>> = {
  learningRate: "Learning rate",
  epochs: "Epochs",
  batchSize: "Batch size",
  rank: "Rank",
  alpha: "Alpha",
  dropout: "Dropout",
  maxLength: "Longest row",
  seed: "Seed",
};

export function Settings({ job }: { job: TrainingRun }) {
  const nameOf = useNameOf();
  const { base, method, datanet, version, hyperparameters } = job.job;
  return (
    <>
      <h2>Settings</h2>
      <Facts
        items={[
          ["Base", base],
          [
            "Data",
            <Link key="d" to={`/datanets/${datanet}`}>
              datanet {String(datanet)}, version {version}
            </Link>,
          ],
          ["Method", method === "qlora" ? "QLoRA" : "LoRA"],
          ...Object.entries(WORDS).flatMap(([key, label]): [string, string][] => {
            const value = hyperparameters[key as keyof Settings];
            return value === undefined ? [] : [[label, String(value)]];
          }),
          ["Robustness mix", mixWords(hyperparameters.robustnessMix, hyperparameters.robustnessKinds)],
          ["Requested by", <AddressLink key="r" address={job.requester} name={nameOf(job.requester)} />],
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
