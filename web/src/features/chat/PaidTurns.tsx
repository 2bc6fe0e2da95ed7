import { Link } from "react-router";
import { Amount } from "../../ui/index.ts";

export interface PaidTurn {
  question: string;
  text: string;
  modelId: string;
  paid: bigint;
  cumulative: bigint;
}

export function PaidTurns({
  turns,
  pending,
}: {
  turns: PaidTurn[];
  pending: { question: string; text: string } | undefined;
}) {
  return (
    <div className="stack" aria-live="polite">
      {turns.length === 0 && !pending && (
        <p className="muted">
          Each answer is paid by a voucher you sign here: no transaction, no gas. It covers exactly one more answer.
        </p>
      )}
      {turns.map((turn) => (
        <article key={turn.cumulative.toString()} className="turn" aria-label={turn.question}>
          <p className="question">{turn.question}</p>
          <section className="answer" aria-label="Paid answer">
            {turn.text || "(an empty answer)"}
          </section>
          <p className="small muted">
            Answered by <Link to={`/models/${turn.modelId}`}>model {turn.modelId}</Link> for <Amount wei={turn.paid} />;{" "}
            <Amount wei={turn.cumulative} /> promised on this channel so far.
          </p>
        </article>
      ))}
      {pending && (
        <article className="turn">
          <p className="question">{pending.question}</p>
          <p className="answer">{pending.text || <span className="muted">signing the voucher…</span>}</p>
        </article>
      )}
    </div>
  );
}
