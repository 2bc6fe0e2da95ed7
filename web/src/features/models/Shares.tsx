import { Link } from "react-router";
import { useNameOf } from "../../data/config.ts";
import type { ModelRecord } from "../../data/entities/useModels.ts";
import { useDocument } from "../../data/ipfs.ts";
import { count, ppm } from "../../ui/format.ts";
import { AddressLink, CidLink, Empty, QueryView, Table, TxLink } from "../../ui/index.ts";

interface AttributionDocument {
  shares: { contributor: string; ppm: number; trainRows?: number }[];
}

/** Who shaped this model: measured influence beside rows. */
export function Shares({ model }: { model: ModelRecord }) {
  const table = model.latestShareTable;
  const document = useDocument<AttributionDocument>(table?.tableCid);
  const nameOf = useNameOf();
  if (!table)
    return (
      <Empty>
        No share table yet. After a final round its items are published and the trainer measures whose rows mattered.
      </Empty>
    );
  return (
    <div className="stack">
      <p className="muted">
        Influence of training rows on the published items of{" "}
        <Link to={`/rounds/${table.round.id}`}>round {table.round.id}</Link>. It divides the data share of this model's
        fees. <CidLink cid={table.tableCid} /> <TxLink hash={table.txHash} />
      </p>
      <QueryView query={document}>
        {(data) => (
          <Table
            label="Share table"
            rows={[...data.shares].sort((a, b) => b.ppm - a.ppm)}
            rowKey={(row) => row.contributor}
            columns={[
              {
                key: "who",
                label: "Contributor",
                cell: (row) => <AddressLink address={row.contributor} name={nameOf(row.contributor)} />,
              },
              {
                key: "rows",
                label: "Rows trained on",
                num: true,
                wide: true,
                cell: (row) => count(row.trainRows ?? 0),
              },
              {
                key: "byrows",
                label: "Share by rows",
                num: true,
                wide: true,
                cell: (row) =>
                  ppm(
                    (1_000_000 * (row.trainRows ?? 0)) /
                      Math.max(
                        1,
                        data.shares.reduce((sum, one) => sum + (one.trainRows ?? 0), 0),
                      ),
                  ),
              },
              { key: "share", label: "Share by influence", num: true, cell: (row) => <strong>{ppm(row.ppm)}</strong> },
            ]}
          />
        )}
      </QueryView>
    </div>
  );
}
