import { Link } from "react-router";
import type { ModelRecord } from "../../data/entities/useModels.ts";
import { useDocument } from "../../data/ipfs.ts";
import { count, ppm } from "../../ui/format.ts";
import { CidLink, Empty, QueryView, Table, TxLink } from "../../ui/index.ts";
import { useAccountColumn } from "../names/index.ts";

interface AttributionDocument {
  shares: { contributor: string; ppm: number; trainRows?: number }[];
}

/** Who shaped this model: measured influence beside rows. */
export function Shares({ model }: { model: ModelRecord }) {
  const table = model.latestShareTable;
  const document = useDocument<AttributionDocument>(table?.tableCid);
  const accountColumn = useAccountColumn();
  if (!table)
    return (
      <Empty>
        No share table yet. After a final round the items are published, and the trainer measures whose rows shaped the
        answers.
      </Empty>
    );
  return (
    <div className="stack">
      <p className="muted">
        Influence of training rows on the published items of{" "}
        <Link to={`/rounds/${table.round.id}`}>round {table.round.id}</Link>. It divides the part of this model's fees
        that goes to data. <CidLink cid={table.tableCid} /> <TxLink hash={table.txHash} />
      </p>
      <QueryView query={document}>
        {(data) => {
          const rows = data.shares.reduce((sum, one) => sum + (one.trainRows ?? 0), 0);
          const byRows = (own = 0) => (1_000_000 * own) / Math.max(1, rows);
          return (
            <Table<AttributionDocument["shares"][number]>
              label="Share table"
              isList
              rows={[...data.shares].sort((a, b) => b.ppm - a.ppm)}
              rowKey={(row) => row.contributor}
              columns={[
                accountColumn((row) => row.contributor, { key: "who", label: "Contributor" }),
                {
                  key: "rows",
                  label: "Rows trained on",
                  num: true,
                  wide: true,
                  value: (row) => row.trainRows ?? 0,
                  cell: (row) => count(row.trainRows ?? 0),
                },
                {
                  key: "byrows",
                  label: "Share by rows",
                  num: true,
                  wide: true,
                  value: (row) => row.trainRows ?? 0,
                  csv: (row) => ppm(byRows(row.trainRows)),
                  cell: (row) => ppm(byRows(row.trainRows)),
                },
                {
                  key: "share",
                  label: "Share by influence",
                  help: "How much these rows changed the answers to the exam. It divides the money.",
                  num: true,
                  value: (row) => row.ppm,
                  csv: (row) => ppm(row.ppm),
                  cell: (row) => <strong>{ppm(row.ppm)}</strong>,
                },
              ]}
            />
          );
        }}
      </QueryView>
    </div>
  );
}
