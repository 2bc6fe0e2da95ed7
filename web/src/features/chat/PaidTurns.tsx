import { Amount } from "../../ui/index.ts";
import { ModelLink } from "../names/index.ts";

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
          You pay each answer with a voucher that you sign here, without a transaction and without gas. A voucher pays
          for exactly one more answer.
        </p>
      )}
      {turns.map((turn) => (
        <article key={turn.cumulative.toString()} className="turn" aria-label={turn.question}>
          <p className="question">{turn.question}</p>
          <section className="answer" aria-label="Paid answer">
            {turn.text || "(an empty answer)"}
          </section>
          <p className="small muted">
            Answered by <ModelLink id={turn.modelId} /> for <Amount wei={turn.paid} />; <Amount wei={turn.cumulative} />{" "}
            promised from this channel so far.
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
