import type { ReactNode } from "react";
import { Badge } from "../../ui/index.ts";
import type { Answer } from "./types.ts";

/** One side's answers; when there are several, those that differ from the commonest are marked. `turn` names an earlier turn. */
export function Answers({
  label,
  turn,
  answers,
  edit,
}: {
  label: string;
  turn?: number | undefined;
  answers: Answer[];
  /** what a finished answer can be turned into */
  edit?: ((answer: Answer) => ReactNode) | undefined;
}) {
  const common = commonest(answers);
  const finished = answers.filter((answer) => answer.state === "done");
  const agreeing = finished.filter((answer) => answer.text.trim() === common).length;
  return (
    <section
      className="answers"
      aria-label={turn === undefined ? `${label} answers` : `${label} answers, turn ${turn}`}
    >
      <div className="spread small muted">
        <span>{label}</span>
        {answers.length > 1 && <span>{agreementWords(answers.length, answers.filter(isOver).length, agreeing)}</span>}
      </div>
      <div className="stack-tight">
        {answers.map((answer) => (
          <div key={answer.asking} className="stack-tight">
            <article
              className="answer"
              data-differs={answers.length > 1 && answer.state === "done" && answer.text.trim() !== common}
            >
              <AnswerText answer={answer} />
              {answers.length > 1 && answer.state === "done" && answer.text.trim() !== common && (
                <Badge tone="warn">differs</Badge>
              )}
            </article>
            {answer.state === "done" && answer.asking === 1 && edit?.(answer)}
          </div>
        ))}
      </div>
    </section>
  );
}

const isOver = ({ state }: Answer): boolean => state === "done" || state === "failed";

/** `answering, 2 of 5 done`, then `4 of 5 the same`. */
export const agreementWords = (asked: number, over: number, agreeing: number): string =>
  over < asked ? `answering, ${over} of ${asked} done` : `${agreeing} of ${asked} the same`;

function AnswerText({ answer }: { answer: Answer }) {
  if (answer.state === "failed") return <span className="bad">{answer.error}</span>;
  if (answer.state === "waiting") return <span className="muted">waiting…</span>;
  return (
    <>
      <span>{answer.text || (answer.state === "done" ? "(an empty answer)" : "")}</span>
      {answer.seconds !== undefined && <span className="small muted"> {answer.seconds.toFixed(1)} s</span>}
    </>
  );
}

function commonest(answers: Answer[]): string | undefined {
  const counts = new Map<string, number>();
  for (const answer of answers) {
    if (answer.state === "done") counts.set(answer.text.trim(), (counts.get(answer.text.trim()) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
