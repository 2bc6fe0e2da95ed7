import { Link } from "react-router";
import { Table } from "../../ui/index.ts";
import { useAccountColumn } from "../names/index.ts";
import type { EvidenceRound } from "./useEvidence.ts";
import type { NearestRow, NearestRows } from "./useNearestRows.ts";

/** The training rows nearest to an item by measured influence, or what is missing to know them. */
export function Nearest({ round, slot, nearest }: { round: EvidenceRound; slot: number; nearest: NearestRows }) {
  const accountColumn = useAccountColumn();
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
          {
            key: "text",
            label: "Text",
            value: (row) => row.text,
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
            key: "pull",
            label: "Influence",
            help: "Towards the expected label, as a part of the strongest row's influence.",
            num: true,
            value: (row) => row.influence,
            cell: (row) => row.influence.toFixed(2),
          },
          accountColumn((row) => row.contributor, { key: "who", label: "Owner", wide: true }),
          { key: "row", label: "Row", num: true, wide: true, value: (row) => row.index },
        ]}
      />
      <p className="small muted">
        Influence is measured towards the expected label; the strongest row counts as 1, whichever way it pulled.
        {isSealed && (
          <>
            {" "}
            Row texts belong to their owners. The custodian shows{" "}
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
      ? "Once the round is final, the trainer measures which training rows shaped this answer."
      : "Nobody has measured yet which training rows shaped this answer: this round has no share table.";
  return "The share table names no row for this item.";
}
