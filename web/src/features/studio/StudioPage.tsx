import { useEffect, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useConfig } from "../../data/config.ts";
import { ChoiceCards, ErrorNote, Page, Section } from "../../ui/index.ts";
import { WalletAction } from "../wallet/index.ts";
import { Advanced } from "./Advanced.tsx";
import { BaseChoice } from "./BaseChoice.tsx";
import { DataChoice } from "./DataChoice.tsx";
import { FixPanel } from "./FixPanel.tsx";
import { type FixRequest, parseFix } from "./fix.ts";
import { choiceOf, DEFAULTS, type JobChoice, problemsOf } from "./job.ts";
import { MainSettings } from "./MainSettings.tsx";
import { QuotePanel } from "./QuotePanel.tsx";
import { useFix } from "./useFix.ts";
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
  const { request, fault } = readFix(params);
  const fix = useFix(request);
  const earlier = fix?.job;
  useEffect(() => {
    if (earlier) setChoice((last) => choiceOf(earlier, last));
  }, [earlier]);
  const start = useStartJob();
  const problems = problemsOf(choice.hyperparameters);
  const begin = () => start.mutate(choice, { onSuccess: ({ jobId }) => void navigate(`/runs/${jobId}`) });

  return (
    <Page question="What will this cost and give me?" title="Studio">
      <div className="split">
        <div className="stack studio">
          {fault && <ErrorNote error={fault} />}
          {fix && <FixPanel fix={fix} settings={choice.hyperparameters} datanet={choice.datanet} onChange={setting} />}
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

function readFix(params: URLSearchParams): { request?: FixRequest | undefined; fault?: Error } {
  try {
    return { request: parseFix(params) };
  } catch (error) {
    return { fault: error instanceof Error ? error : new Error(String(error)) };
  }
}
