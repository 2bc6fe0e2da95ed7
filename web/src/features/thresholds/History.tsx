import type { GateRow, ParamSet } from "../../data/entities/useThresholds.ts";
import { asy } from "../../ui/format.ts";
import { Amount, Moment, Section, Table, timeColumn, txColumn } from "../../ui/index.ts";
import { useAccountColumn } from "../names/index.ts";
import { type Change, changesBySet, type Value } from "./changes.ts";

/** Short enough to stay on one line of a narrow column. */
const SHORT = 24;

export const valueWords = (value: Value): string => (typeof value === "string" ? value : asy(BigInt(value.wei)));

export function ValueText({ value }: { value: Value }) {
  if (typeof value !== "string") return <Amount wei={value.wei} />;
  return value.length <= SHORT ? <span className="nowrap">{value}</span> : value;
}

interface Line {
  key: string;
  at: string;
  who: string;
  txHash: string;
  what: string;
  change?: { before: Value; after: Value };
}

/** Every change of a number that decides: who, when, from what to what. Newest first. */
export function History({ sets, gates }: { sets: ParamSet[]; gates: GateRow[] }) {
  const accountColumn = useAccountColumn();
  return (
    <Section
      title="History"
      note="A set never changes; a new one is added. A round keeps the set it opened under. After the deployment only a vote adds a set."
    >
      <Table<Line>
        label="Changes of thresholds"
        isList
        rows={linesOf(sets, gates)}
        rowKey={(row) => row.key}
        columns={[
          { key: "what", label: "What", value: (row) => row.what },
          {
            key: "change",
            label: "From, to",
            value: (row) =>
              row.change ? `${valueWords(row.change.before)} to ${valueWords(row.change.after)}` : "first",
            cell: (row) =>
              row.change ? (
                <>
                  <span className="muted">
                    <ValueText value={row.change.before} />
                  </span>{" "}
                  <strong>
                    <ValueText value={row.change.after} />
                  </strong>
                </>
              ) : (
                <span className="muted">first</span>
              ),
          },
          accountColumn((row) => row.who, { key: "who", label: "Sent by", wide: true }),
          timeColumn((row) => row.at, { key: "when", label: "When", wide: true }),
          txColumn((row) => row.txHash, { key: "tx", label: "Transaction" }),
        ]}
      />
    </Section>
  );
}

const lineOfChange = ({ parameter, set, before, after }: Change): Line => ({
  key: `${set.id}-${parameter.field}`,
  at: set.timestamp,
  who: set.addedBy,
  txHash: set.txHash,
  what: parameter.name,
  ...(before === undefined ? {} : { change: { before, after } }),
});

/** One line per change; the first values of a set are one line, and so are the gate rows of one transaction. */
function linesOf(sets: ParamSet[], gates: GateRow[]): Line[] {
  const bySet = changesBySet(sets).flatMap(({ set, changes }, i): Line[] =>
    changes.length === 0
      ? [
          {
            key: set.id,
            at: set.timestamp,
            who: set.addedBy,
            txHash: set.txHash,
            what: i === 0 ? `Set ${set.id}: every parameter` : `Set ${set.id}: the same values again`,
          },
        ]
      : changes.map(lineOfChange),
  );
  const transactions = [...new Set(gates.map(({ txHash }) => txHash))];
  const byGate = transactions.flatMap((txHash): Line[] => {
    const rows = gates.filter((gate) => gate.txHash === txHash);
    const [first] = rows;
    if (!first) return [];
    const what =
      rows.length === 1
        ? `Gate of ${first.items} items, attempt ${first.attempt}`
        : `${rows.length} rows of the gate table`;
    return [{ key: txHash, at: first.timestamp, who: first.addedBy, txHash, what }];
  });
  return [...bySet, ...byGate].sort((a, b) => Number(b.at) - Number(a.at));
}

/** Since when a value holds, and what it was before; for the table of parameters. */
export function Since({ history }: { history: Change[] }) {
  const [newest, ...earlier] = history;
  if (!newest) return null;
  if (earlier.length === 0) return <span className="muted nowrap">set {newest.set.id}</span>;
  return (
    <details>
      <summary>
        set {newest.set.id}, <Moment at={newest.set.timestamp} />
      </summary>
      <ul className="stack-tight small">
        {earlier.map(({ set, after }) => (
          <li key={set.id}>
            <ValueText value={after} /> since set {set.id}, <Moment at={set.timestamp} />
          </li>
        ))}
      </ul>
    </details>
  );
}
