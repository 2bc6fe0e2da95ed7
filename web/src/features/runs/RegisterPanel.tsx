import type { Rehearsals, TrainingRun } from "@assay/sdk/api";
import type { RehearsalResult } from "@assay/sdk/documents";
import { usePriceOf } from "../../data/entities/useGatewayModels.ts";
import { Amount, ButtonLink, Note, QueryView, Section } from "../../ui/index.ts";
import { ModelLink } from "../names/index.ts";
import {
  cleanupWords,
  FailingItems,
  Forecast,
  isPromising,
  isUnderWay,
  RehearsalState,
  RehearseAction,
  useRehearsals,
} from "../rehearsal/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { type NextStep, nextStep } from "./nextStep.ts";
import { useModelOfAdapter, useRegister } from "./useRegister.ts";

const TITLES: Record<NextStep, string> = {
  rehearse: "Next: rehearse it before you stake on it.",
  wait: "Rehearsing in private",
  register: "Rehearsed. Next: register it.",
  improve: "Rehearsed, and not good enough yet.",
  chat: "Next: try it, then register it.",
  open: "",
};

/** A finished run's next steps: rehearse it, fix it or make it a model. One of them is the primary button. */
export function RegisterPanel({ id, job }: { id: string; job: TrainingRun }) {
  const modelId = useModelOfAdapter(job.result?.adapterCid);
  const query = useRehearsals(id);
  return (
    <QueryView query={query} lines={4}>
      {(known) => <NextSteps id={id} job={job} known={known} modelId={modelId} />}
    </QueryView>
  );
}

interface NextStepsProps {
  id: string;
  job: TrainingRun;
  known: Rehearsals;
  modelId: string | undefined;
}

function NextSteps({ id, job, known, modelId }: NextStepsProps) {
  const register = useRegister(id);
  const result = known.rehearsals.findLast((one) => one.result !== undefined)?.result;
  const step = nextStep({
    isRegistered: modelId !== undefined,
    isBlocked: known.next.blocked !== undefined,
    isRehearsing: isUnderWay(known.rehearsals.at(-1)),
    promising: result && isPromising(result),
  });
  const variant = (own: NextStep) => (step === own ? "primary" : "plain");
  return (
    <>
      <div className="panel">
        {modelId ? (
          <Registered modelId={modelId} />
        ) : (
          <>
            <h2>{TITLES[step]}</h2>
            <p className="muted">
              A rehearsal runs the suite on your own validation rows. It is private and costs nothing. The model's page
              will show how often you rehearsed.
            </p>
          </>
        )}
        {!modelId && <RehearsalState jobId={id} known={known} />}
        <div className="action next-steps">
          {!modelId && step !== "wait" && !known.next.blocked && (
            <RehearseAction jobId={id} requester={job.requester} known={known} variant={variant("rehearse")} />
          )}
          {step === "improve" && (
            <ButtonLink to={`/studio?run=${id}`} variant="primary">
              Fix it in the studio
            </ButtonLink>
          )}
          <ButtonLink to={`/chat?job=${id}`} variant={variant("chat")}>
            Chat
          </ButtonLink>
          {modelId && (
            <ButtonLink to={`/models/${modelId}`} variant="primary">
              Open the model
            </ButtonLink>
          )}
          {!modelId && job.result && (
            <WriteAction
              label="Register model"
              variant={variant("register")}
              write={register}
              onPress={() => register.run(undefined)}
            />
          )}
        </div>
        {!job.result && <Note tone="warn">The trainer has not handed in the adapter yet.</Note>}
        <p className="small muted">Cleanup so far, as the model's page will show it: {cleanupWords(known.cleanup)}.</p>
      </div>
      {result && <Rehearsed id={id} result={result} count={known.rehearsals.length} />}
    </>
  );
}

/** What the run has become, and what an answer of it costs. */
function Registered({ modelId }: { modelId: string }) {
  const price = usePriceOf(modelId);
  return (
    <>
      <h2>
        Registered: <ModelLink id={modelId} withId />
      </h2>
      <p className="muted">
        It starts in the sandbox: anyone may try it at their own risk
        {price !== undefined && (
          <>
            , for <Amount wei={price} /> an answer
          </>
        )}
        . A round can admit it.
      </p>
    </>
  );
}

function Rehearsed({ id, result, count }: { id: string; result: RehearsalResult; count: number }) {
  const rows = result.conditions[0]?.total ?? 0;
  return (
    <>
      <Section
        title="Predicted gates"
        note={`From ${rows} validation rows that the model was not trained on${count > 1 ? `, the newest of ${count} rehearsals` : ""}. The pale part is the doubt, down to the one-sided 95% lower bound. The hatching is what is missing.`}
      >
        <Forecast result={result} />
      </Section>
      <Section title="Rows that failed" note="With the answers the model gave instead. They stay with the trainer.">
        <FailingItems jobId={id} failing={result.failing} />
      </Section>
    </>
  );
}
