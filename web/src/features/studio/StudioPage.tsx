import type { JobDocument } from "@assay/sdk/documents";
import { useNavigate, useSearchParams } from "react-router";
import { useConfig } from "../../data/config.ts";
import { useSealedDatanets } from "../../data/entities/useDatanets.ts";
import { type Draft, useDraft } from "../../data/useDraft.ts";
import { ChoiceCards, DraftNote, ErrorNote, lengthProblem, Page, Section, TextField } from "../../ui/index.ts";
import { WalletAction } from "../wallet/index.ts";
import { Advanced } from "./Advanced.tsx";
import { BaseChoice } from "./BaseChoice.tsx";
import { DataChoice } from "./DataChoice.tsx";
import { FixPanel } from "./FixPanel.tsx";
import { type FixRequest, parseFix } from "./fix.ts";
import { choiceOf, DEFAULTS, type JobChoice, NAME_LENGTH, problemsOf } from "./job.ts";
import { MainSettings } from "./MainSettings.tsx";
import { QuotePanel } from "./QuotePanel.tsx";
import { useFix } from "./useFix.ts";
import { useStartJob } from "./useStudio.ts";

const METHODS = [
  { id: "lora", label: "LoRA", note: "small matrices beside frozen weights, full precision" },
  { id: "qlora", label: "QLoRA", note: "the same with 4-bit weights: less memory, slower on this machine" },
];

/** The choices, kept in this tab. They begin as the address asks, as an earlier run had them, or with the defaults. */
function useChoice(params: URLSearchParams, earlier: Partial<JobDocument> | undefined): Draft<JobChoice> {
  const { base } = useConfig();
  const sealed = useSealedDatanets().data;
  const [datanet, version] = [params.get("datanet"), params.get("version")];
  const chosen = datanet === null ? sealed?.[0] : sealed?.find(({ id }) => id === datanet);
  const about = [params.get("fix"), params.get("items"), params.get("run"), datanet, version].filter(Boolean).join("-");
  const initial: JobChoice = {
    base,
    method: "lora",
    datanet: datanet ?? chosen?.id ?? null,
    version: version !== null ? Number(version) : (chosen?.latestSealedVersion?.version ?? null),
    name: "",
    hyperparameters: DEFAULTS,
  };
  return useDraft<JobChoice>(`studio${about && `-${about}`}`, earlier ? choiceOf(earlier, initial) : initial);
}

export function StudioPage() {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const { request, fault } = readFix(params);
  const fix = useFix(request);
  const draft = useChoice(params, fix?.job);
  const choice = draft.value;
  const change = (part: Partial<JobChoice>) => draft.set((last) => ({ ...last, ...part }));
  const setting = (part: Partial<JobChoice["hyperparameters"]>) =>
    draft.set((last) => ({ ...last, hyperparameters: { ...last.hyperparameters, ...part } }));
  const start = useStartJob();
  const problems = problemsOf(choice.hyperparameters);
  const begin = () =>
    start.mutate(choice, {
      onSuccess: ({ jobId }) => {
        draft.discard();
        void navigate(`/runs/${jobId}`);
      },
    });

  return (
    <Page question="What will this cost and give me?" title="Studio">
      <div className="split">
        <div className="stack studio">
          <DraftNote draft={draft} />
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
          <Section title="Name">
            <div className="narrow">
              <TextField
                label="Name of the run"
                value={choice.name}
                onChange={(name) => change({ name })}
                placeholder="Support intents, more typos"
                help="Shown wherever the run and its model are. Without one they are named after data and base."
                maxLength={NAME_LENGTH}
              />
            </div>
          </Section>
        </div>
        <div className="panel sticky">
          <QuotePanel choice={choice} blocked={Object.keys(problems).length > 0} />
          <WalletAction
            label="Start training"
            onPress={begin}
            busy={start.isPending}
            blocks={[
              !choice.version && "Choose a sealed version to train on.",
              Object.values(problems)[0],
              lengthProblem("name", choice.name, NAME_LENGTH),
            ]}
          />
          {start.isPending && (
            <p className="small muted" role="status">
              Your wallet asks you to sign the job.
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
