import { count } from "../../ui/format.ts";
import { CidLink, TxLink } from "../../ui/index.ts";
import { type AuditRecord, type aboutSeat, demandWords } from "./judging.ts";
import { groundWords } from "./words.ts";

const many = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;

/** Who ran a seat's trials again, how many, and what came out. */
export function AuditCell({ audit, leaves }: { audit: AuditRecord; leaves: number }) {
  return (
    <span className="stack-tight">
      <span>
        seat {audit.auditor.seat}: {count(leaves)} trials,{" "}
        {audit.challenge ? <span className="bad">it says that one is wrong</span> : "all as revealed"}
      </span>
      <span className="row small">{audit.cid && <CidLink cid={audit.cid} />}</span>
    </span>
  );
}

/** The audit a seat did of its neighbour. */
export function DidAudit({ audit }: { audit: AuditRecord }) {
  return (
    <span>
      of seat {audit.audited.seat} <TxLink hash={audit.txHash} />
    </span>
  );
}

/** Everything that was asked of a seat, one line each; the tab below has all of it. */
export function QuestionsCell({ about }: { about: ReturnType<typeof aboutSeat> }) {
  const { demands, challenges, proofs } = about;
  if (demands.length + challenges.length + proofs.length === 0) return "–";
  const states = [...new Set(demands.map(({ state }) => state))];
  return (
    <span className="stack-tight">
      {states.map((state) => (
        <span key={state}>
          {many(demands.filter((demand) => demand.state === state).length, "demand")} {demandWords(state)}
        </span>
      ))}
      {challenges.map(({ id, finding, end }) => (
        <span key={id}>
          {finding ? "finding" : "challenge"} {id}: {end ? end.toLowerCase() : "open"}
        </span>
      ))}
      {proofs.map(({ id, ground }) => (
        <span key={id} className="bad">
          proven: {groundWords(ground)}
        </span>
      ))}
    </span>
  );
}
