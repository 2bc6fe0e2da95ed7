import { useState } from "react";
import { useSearchParams } from "react-router";
import { type JobRecord, useRuns } from "../../data/entities/useRuns.ts";
import { useRunNames } from "../../data/names.ts";
import { Button, ButtonLink, CheckField, Empty, QueryView, SelectField } from "../../ui/index.ts";
import { Answers } from "./Answers.tsx";
import { Composer } from "./Composer.tsx";
import { TALK_CHOICES } from "./context.ts";
import { EditAnswer } from "./EditAnswer.tsx";
import { BASE, SIDES, sideLabel } from "./sides.ts";
import type { Answer } from "./types.ts";
import { useCompare } from "./useCompare.ts";

/** Base and tuned, asked the same thing at the same time. Free: it runs on this portal's own trainer. */
export function ComparePanel() {
  const runs = useRuns();
  return (
    <QueryView
      query={{ ...runs, data: runs.data?.filter((job) => job.state === "done") }}
      isEmpty={(list) => list.length === 0}
      empty={
        <Empty action={<ButtonLink to="/studio">Open the studio</ButtonLink>}>
          No finished run to talk to yet. Train one, then ask it what your users ask.
        </Empty>
      }
    >
      {(done) => <Compare done={done} />}
    </QueryView>
  );
}

function Compare({ done }: { done: JobRecord[] }) {
  const [params, setParams] = useSearchParams();
  const [keepContext, setKeepContext] = useState(false);
  const [talk, setTalk] = useState(0);
  const nameOf = useRunNames();
  const options = done.map((job) => ({
    id: job.id,
    label: nameOf(job.id).name,
    note: `${job.job.base}, run ${job.id.slice(0, 10)}`,
  }));
  const sides = [{ id: BASE, label: "Base model" }, ...options];
  const right = sides.find((side) => side.id === params.get("job"))?.id ?? options[0]?.id ?? BASE;
  const [left, setLeft] = useState(BASE);
  const compare = useCompare({ left, right });
  const chosen = { left, right };
  /** A tuned model's answer can become a row of the datanet it was trained on. */
  const editOf = (id: string, question: string) => {
    const datanet = done.find((job) => job.id === id)?.job.datanet;
    if (datanet === undefined) return undefined;
    return (answer: Answer) => (
      <EditAnswer jobId={id} datanet={String(datanet)} question={question} answer={answer.text} />
    );
  };
  return (
    <div className="stack">
      <div className="halves">
        <SelectField
          label="Left"
          value={left}
          onChange={(id) => {
            setLeft(id);
            compare.clear();
          }}
          options={sides}
        />
        <SelectField
          label="Right"
          value={right}
          onChange={(id) => {
            setParams({ job: id }, { replace: true });
            compare.clear();
          }}
          options={sides}
        />
      </div>
      {compare.turns.length === 0 && (
        <p className="muted">Ask what a user would ask. For example: "The parcel never came."</p>
      )}
      <div className="stack" aria-live="polite">
        {compare.turns.map((turn, i) => (
          <article key={turn.id} className="turn" aria-label={turn.question}>
            <p className="question">{turn.question}</p>
            <div className="halves">
              {SIDES.map((side) => (
                <Answers
                  key={side}
                  turn={i === compare.turns.length - 1 ? undefined : i + 1}
                  label={sideLabel(side, chosen)}
                  answers={turn[side]}
                  edit={editOf(chosen[side], turn.question)}
                />
              ))}
            </div>
          </article>
        ))}
      </div>
      <Composer
        busy={compare.busy}
        initial={params.get("ask") ?? ""}
        onSend={(question) => void compare.ask(question, { times: 1, keepContext, talk })}
        extra={(question, clear) => (
          <Button
            isDisabled={compare.busy || question === ""}
            onPress={() => {
              void compare.ask(question, { times: 5, keepContext, talk });
              clear();
            }}
          >
            Ask 5 times
          </Button>
        )}
      />
      <CheckField
        label="Continue with context"
        help="The earlier turns are sent too. A model whose answers change with them is not ready."
        value={keepContext}
        onChange={setKeepContext}
      />
      <div className="narrow">
        <SelectField
          label="Small talk before each question"
          help="earlier turns about something else; a model that then answers differently is not ready"
          value={String(talk)}
          onChange={(id) => setTalk(Number(id))}
          options={TALK_CHOICES.map((turns) => ({
            id: String(turns),
            label: turns === 0 ? "none" : `${turns} earlier turns`,
          }))}
        />
      </div>
    </div>
  );
}
