import { useParams } from "react-router";
import { isActive, type JobRecord, useRun } from "../../data/entities/useRuns.ts";
import { duration } from "../../ui/format.ts";
import { Badge, Button, ErrorNote, Facts, Note, Page, Progress, QueryView, Section } from "../../ui/index.ts";
import { LossChart } from "./LossChart.tsx";
import { RegisterPanel } from "./RegisterPanel.tsx";
import { RUN_TONES } from "./RunsPage.tsx";
import { Samples } from "./Samples.tsx";
import { Settings } from "./Settings.tsx";
import { useCancelRun } from "./useCancelRun.ts";
import { type RunHistory, useRunEvents } from "./useRunEvents.ts";

export function RunPage() {
  const { id = "" } = useParams();
  const query = useRun(id);
  const cancel = useCancelRun(id);
  const job = query.data;
  return (
    <Page
      question="Is it going well, and when is it done?"
      title={`Run ${id.slice(0, 10)}`}
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

function RunDetail({ id, job }: { id: string; job: JobRecord }) {
  const history = useRunEvents(id);
  const points = history.points.length > 0 ? history.points : job.loss;
  const heldOut = history.heldOut.length > 0 ? history.heldOut : job.validation;
  const steps = history.steps || job.steps;
  return (
    <>
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
        <Note>Waiting for the machine: one job trains at a time, so that its speed can be quoted.</Note>
      )}
      {job.state === "cancelled" && (
        <Note tone="warn">Cancelled. Nothing was registered; its checkpoints stay with the trainer.</Note>
      )}
      {job.state === "failed" && (
        <ErrorNote
          error={new Error(job.error?.message ?? "The run stopped without a reason. Its log lies with the trainer.")}
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
