import { Link } from "react-router";
import { useNameOf } from "../../data/config.ts";
import { AddressLink, Table } from "../../ui/index.ts";
import type { EvidenceRound } from "./useEvidence.ts";
import type { NearestRow, NearestRows } from "./useNearestRows.ts";

/** The training rows nearest to an item by measured influence, or what is missing to know them. */
export function Nearest({ round, slot, nearest }: { round: EvidenceRound; slot: number; nearest: NearestRows }) {
  const nameOf = useNameOf();
  const rows = nearest.bySlot.get(slot);
  if (!rows || rows.length === 0) return <p className="small muted">{missingWords(round, nearest)}</p>;
  const isSealed = rows.some(({ text }) => text === undefined);
  return (
    <div className="stack-tight">
      <Table<NearestRow>
        label={`Training rows nearest to item ${slot}`}
        rows={rows}
        rowKey={(row) => String(row.index)}
        columns={[
          { key: "row", label: "Row", num: true, cell: (row) => row.index },
          {
            key: "text",
            label: "Text",
            cell: (row) =>
              row.text ? (
                <>
                  {row.text} <span className="muted">{row.label}</span>
                </>
              ) : (
                <span className="muted">not shown in public</span>
              ),
          },
          {
            key: "who",
            label: "Whose",
            wide: true,
            cell: (row) => <AddressLink address={row.contributor} name={nameOf(row.contributor)} />,
          },
          { key: "pull", label: "Influence", num: true, cell: (row) => row.influence.toFixed(2) },
        ]}
      />
      <p className="small muted">
        Influence towards the expected label, as a part of the strongest row's, whichever way that one pulled.
        {isSealed && (
          <>
            {" "}
            Row texts belong to their owners: the custodian shows{" "}
            <Link to={`/datanets/${round.datanet?.id}?tab=rows`}>a sample</Link>.
          </>
        )}
      </p>
    </div>
  );
}

function missingWords(round: EvidenceRound, nearest: NearestRows): string {
  if (nearest.error) return `The share table can't be read: ${nearest.error.message}`;
  if (!nearest.isMeasured)
    return round.closedAt === null
      ? "Which training rows shaped this answer is measured once the round is final."
      : "Which training rows shaped this answer is not measured yet: no share table was posted for this round.";
  return "The share table names no rows for this item.";
}
