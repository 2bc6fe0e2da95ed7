import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { WalletAction } from "../../app/chain/WalletAction.tsx";
import { useConfig } from "../../app/config.ts";
import { ChoiceCards, ErrorNote, Page, Section } from "../../ui/index.ts";
import { Advanced } from "./Advanced.tsx";
import { BaseChoice } from "./BaseChoice.tsx";
import { DataChoice } from "./DataChoice.tsx";
import { DEFAULTS, type JobChoice, problemsOf } from "./job.ts";
import { MainSettings } from "./MainSettings.tsx";
import { QuotePanel } from "./QuotePanel.tsx";
import { useStartJob } from "./useStudio.ts";

const METHODS = [
  { id: "lora", label: "LoRA", note: "small matrices beside frozen weights, full precision" },
  { id: "qlora", label: "QLoRA", note: "the same over 4-bit weights: less memory, slower here" },
];

export function StudioPage() {
  const navigate = useNavigate();
  const { base } = useConfig();
  const [params] = useSearchParams();
  const [choice, setChoice] = useState<JobChoice>({
    base,
    method: "lora",
    datanet: params.get("datanet"),
    version: params.has("version") ? Number(params.get("version")) : null,
    hyperparameters: DEFAULTS,
  });
  const change = (part: Partial<JobChoice>) => setChoice((last) => ({ ...last, ...part }));
  const setting = (part: Partial<JobChoice["hyperparameters"]>) =>
    setChoice((last) => ({ ...last, hyperparameters: { ...last.hyperparameters, ...part } }));
  const start = useStartJob();
  const problems = problemsOf(choice.hyperparameters);
  const begin = () => start.mutate(choice, { onSuccess: ({ jobId }) => void navigate(`/runs/${jobId}`) });

  return (
    <Page question="What will this cost and give me?" title="Studio">
      <div className="split">
        <div className="stack studio">
          <Section title="Base model">
            <BaseChoice value={choice.base} onChange={(id) => change({ base: id })} />
          </Section>
          <Section title="Data">
            <DataChoice
              datanet={choice.datanet}
              version={choice.version}
              onChange={(datanet, version) => change({ datanet, version })}
            />
          </Section>
          <Section title="Method">
            <ChoiceCards
              label="Method"
              value={choice.method}
              onChange={(id) => change({ method: id === "qlora" ? "qlora" : "lora" })}
              choices={METHODS}
            />
          </Section>
          <Section title="Settings">
            <MainSettings value={choice.hyperparameters} problems={problems} onChange={setting} />
            <Advanced value={choice.hyperparameters} problems={problems} onChange={setting} />
          </Section>
        </div>
        <div className="panel sticky">
          <QuotePanel choice={choice} blocked={Object.keys(problems).length > 0} />
          <WalletAction
            label="Start training"
            onPress={begin}
            busy={start.isPending}
            blocks={[!choice.version && "Choose a sealed version to train on.", Object.values(problems)[0]]}
          />
          {start.isPending && (
            <p className="small muted" role="status">
              Your wallet asks for a signature over job.json.
            </p>
          )}
          {start.error && <ErrorNote error={start.error} />}
        </div>
      </div>
    </Page>
  );
}
