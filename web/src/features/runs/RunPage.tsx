import { useParams } from "react-router";
import { isActive, type JobRecord, useRun } from "../../data/entities/useRuns.ts";
import { ApiError } from "../../data/http.ts";
import { useRunNames } from "../../data/names.ts";
import { duration } from "../../ui/format.ts";
import {
  Badge,
  Button,
  ButtonLink,
  Empty,
  ErrorNote,
  Facts,
  Note,
  Page,
  Progress,
  QueryView,
  Section,
} from "../../ui/index.ts";
import { AccountLink, DatanetLink } from "../names/index.ts";
import { LossChart } from "./LossChart.tsx";
import { RegisterPanel } from "./RegisterPanel.tsx";
import { Samples } from "./Samples.tsx";
import { Settings } from "./Settings.tsx";
import { useCancelRun } from "./useCancelRun.ts";
import { type RunHistory, useRunEvents } from "./useRunEvents.ts";
import { RUN_TONES, resultSentence } from "./words.ts";

const NOT_FOUND = 404;
const QUESTION = "Is it going well, and when is it done?";

export function RunPage() {
  const { id = "" } = useParams();
  const query = useRun(id);
  const cancel = useCancelRun(id);
  const job = query.data;
  const { name } = useRunNames()(id);
  if (query.error instanceof ApiError && query.error.status === NOT_FOUND) return <NoRun />;
  return (
    <Page
      question={QUESTION}
      title={name}
      second={job && <What id={id} job={job} />}
      crumbs={[{ label: "Runs", to: "/runs" }]}
      actions={
        isActive(job) && (
          <Button variant="danger" isDisabled={cancel.isPending} onPress={() => cancel.mutate()}>
            Cancel run
          </Button>
        )
      }
    >
      {cancel.error && <ErrorNote error={cancel.error} />}
      <QueryView query={query}>{(found) => <RunDetail id={id} job={found} />}</QueryView>
    </Page>
  );
}

function NoRun() {
  return (
    <Page question={QUESTION} title="No such run" crumbs={[{ label: "Runs", to: "/runs" }]}>
      <Empty action={<ButtonLink to="/runs">See all runs</ButtonLink>}>No run has this id.</Empty>
    </Page>
  );
}

/** What the name stands for: id, base, data, who asked for it. */
function What({ id, job }: { id: string; job: JobRecord }) {
  return (
    <>
      Run <code>{id.slice(0, 10)}</code>: {job.job.base} on{" "}
      <DatanetLink id={String(job.job.datanet)} version={job.job.version} />, started by{" "}
      <AccountLink address={job.requester} inline />
    </>
  );
}

function RunDetail({ id, job }: { id: string; job: JobRecord }) {
  const history = useRunEvents(id);
  const points = history.points.length > 0 ? history.points : job.loss;
  const heldOut = history.heldOut.length > 0 ? history.heldOut : job.validation;
  const steps = history.steps || job.steps;
  return (
    <>
      {job.state === "done" && <p className="result">{resultSentence({ loss: points, validation: heldOut })}</p>}
      <Headline job={job} history={history} steps={steps} />
      {job.state === "done" && <RegisterPanel id={id} job={job} />}
      <div className="split">
        <div className="stack">
          <Section title="Loss">
            <LossChart points={points} heldOut={heldOut} steps={steps} />
          </Section>
          <Samples samples={history.samples} />
        </div>
        <div className="panel">
          <h2>Figures</h2>
          <Figures points={points} heldOut={heldOut} />
          <Settings job={job} />
        </div>
      </div>
    </>
  );
}

function Headline({ job, history, steps }: { job: JobRecord; history: RunHistory; steps: number }) {
  const step = Math.max(history.step, job.step);
  const left = history.secondsLeft ?? job.secondsLeft;
  return (
    <div className="stack-tight">
      <div className="row">
        <Badge tone={RUN_TONES[job.state]}>{job.state}</Badge>
        <span className="muted">{job.state === "running" ? job.stage : ""}</span>
      </div>
      {job.state === "running" && (
        <Progress
          label={steps > 0 ? `Step ${step} of ${steps}` : "Starting"}
          value={steps > 0 ? step / steps : 0}
          note={left === undefined ? "measuring" : `about ${duration(left)} left`}
        />
      )}
      {job.state === "queued" && (
        <Note>Waiting for the machine. One job trains at a time, so that its time can be quoted.</Note>
      )}
      {job.state === "cancelled" && (
        <Note tone="warn">Cancelled. Nothing was registered. Its checkpoints stay with the trainer.</Note>
      )}
      {job.state === "failed" && (
        <ErrorNote
          error={new Error(job.error?.message ?? "The run stopped without a reason. The trainer has its log.")}
        />
      )}
    </div>
  );
}

function Figures({ points, heldOut }: { points: { loss: number }[]; heldOut: { loss: number }[] }) {
  const show = (point: { loss: number } | undefined) => (point ? point.loss.toFixed(3) : "…");
  return (
    <Facts
      items={[
        ["First loss", show(points[0])],
        ["Newest loss", show(points.at(-1))],
        ["Newest held-out loss", show(heldOut.at(-1))],
      ]}
    />
  );
}
