import type { VersionDetail } from "@assay/sdk/api";
import { type DatanetRecord, useVersionDetail } from "../../data/entities/useDatanets.ts";
import { count, ppm } from "../../ui/format.ts";
import { Empty, QueryView, Table } from "../../ui/index.ts";
import { ModelLink, useAccountColumn } from "../names/index.ts";
import { useInfluence } from "./useInfluence.ts";

/** Share of rows beside share of measured influence: many rows are not much influence. */
export function ContributorsTab({ datanet }: { datanet: DatanetRecord }) {
  const query = useVersionDetail(datanet.id, datanet.latestVersion?.version);
  const influence = useInfluence(datanet);
  const accountColumn = useAccountColumn();
  if (!datanet.latestVersion) return <Empty>No contributors yet: a version with signed rows makes them.</Empty>;
  return (
    <QueryView
      query={query}
      isEmpty={(detail) => detail.contributors.length === 0}
      empty={<Empty>The custodian has not listed contributors yet.</Empty>}
    >
      {(detail) => {
        const total = detail.contributors.reduce((sum, one) => sum + one.rows, 0);
        return (
          <div className="stack">
            <p className="muted">
              {influence ? (
                <>
                  Influence was measured for <ModelLink id={influence.modelId} /> on the published items of its exam.
                  Money follows influence, not the number of rows.
                </>
              ) : (
                "Influence is measured after the first final round of a model that was trained on this data. Until then there are only row counts."
              )}
            </p>
            <Table<VersionDetail["contributors"][number]>
              label="Contributors"
              isList
              rows={[...detail.contributors].sort((a, b) => b.rows - a.rows)}
              rowKey={(row) => row.address}
              columns={[
                accountColumn((row) => row.address, { key: "who", label: "Contributor" }),
                {
                  key: "rows",
                  label: "Rows",
                  num: true,
                  wide: true,
                  value: (row) => row.rows,
                  cell: (row) => count(row.rows),
                },
                {
                  key: "share",
                  label: "Share of rows",
                  num: true,
                  wide: true,
                  value: (row) => row.rows / Math.max(1, total),
                  cell: (row) => (
                    <ShareBar
                      value={row.rows / Math.max(1, total)}
                      label={ppm((1_000_000 * row.rows) / Math.max(1, total))}
                    />
                  ),
                },
                {
                  key: "influence",
                  label: "Share of influence",
                  help: "How much these rows changed the answers to the exam, as a part of all rows.",
                  num: true,
                  value: (row) => influence?.shares.get(row.address.toLowerCase()),
                  cell: (row) => {
                    const share = influence?.shares.get(row.address.toLowerCase());
                    return share === undefined ? (
                      <span className="muted">not measured</span>
                    ) : (
                      <ShareBar value={share / 1_000_000} label={ppm(share)} />
                    );
                  },
                },
              ]}
            />
          </div>
        );
      }}
    </QueryView>
  );
}

function ShareBar({ value, label }: { value: number; label: string }) {
  return (
    <span className="share">
      <span className="share-track" aria-hidden="true">
        <span style={{ width: `${100 * value}%` }} />
      </span>
      {label}
    </span>
  );
}
