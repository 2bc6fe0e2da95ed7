import { Link } from "react-router";
import { useNameOf } from "../../data/config.ts";
import { mixWords } from "../../data/entities/mix.ts";
import type { JobRecord } from "../../data/entities/useRuns.ts";
import { AddressLink, CidLink, Facts } from "../../ui/index.ts";

const WORDS: Record<string, string> = {
  learningRate: "Learning rate",
  epochs: "Epochs",
  batchSize: "Batch size",
  rank: "Rank",
  alpha: "Alpha",
  dropout: "Dropout",
  maxLength: "Longest row",
  seed: "Seed",
};

export function Settings({ job }: { job: JobRecord }) {
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
          ...Object.entries(WORDS).flatMap(([key, label]): [string, string][] =>
            hyperparameters[key] === undefined ? [] : [[label, wordsOf(hyperparameters[key])]],
          ),
          ["Robustness mix", mixOf(hyperparameters)],
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

type Settings = JobRecord["job"]["hyperparameters"];

const wordsOf = (value: Settings[string]): string =>
  typeof value === "boolean" ? (value ? "on" : "off") : String(value);

function mixOf({ robustnessMix, robustnessKinds }: Settings): string {
  const share = typeof robustnessMix === "string" || Array.isArray(robustnessMix) ? undefined : robustnessMix;
  return mixWords(share, Array.isArray(robustnessKinds) ? robustnessKinds : undefined);
}
