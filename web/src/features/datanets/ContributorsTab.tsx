import { useNameOf } from "../../data/config.ts";
import { type DatanetRecord, useVersionDetail } from "../../data/entities/useDatanets.ts";
import { count, ppm } from "../../ui/format.ts";
import { AddressLink, Empty, QueryView, Table } from "../../ui/index.ts";
import { useInfluence } from "./useInfluence.ts";

/** Share of rows beside share of measured influence: many rows are not much influence. */
export function ContributorsTab({ datanet }: { datanet: DatanetRecord }) {
  const query = useVersionDetail(datanet.id, datanet.latestVersion?.version);
  const influence = useInfluence(datanet.models.map((model) => model.id));
  const nameOf = useNameOf();
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
              {influence
                ? `Influence was measured for model ${influence.modelId} on the published items of its exam. It decides the money; row counts do not.`
                : "Influence is measured after the first final round of a model built on this data. Until then there are only row counts."}
            </p>
            <Table
              label="Contributors"
              rows={[...detail.contributors].sort((a, b) => b.rows - a.rows)}
              rowKey={(row) => row.address}
              columns={[
                {
                  key: "who",
                  label: "Contributor",
                  cell: (row) => <AddressLink address={row.address} name={nameOf(row.address)} />,
                },
                { key: "rows", label: "Rows", num: true, wide: true, cell: (row) => count(row.rows) },
                {
                  key: "share",
                  label: "Share of rows",
                  num: true,
                  wide: true,
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
                  num: true,
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
