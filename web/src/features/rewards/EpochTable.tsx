import { Link } from "react-router";
import { Amount, CidLink, Moment, Section, Table, TxLink } from "../../ui/index.ts";
import type { EpochRecord } from "./useRewards.ts";

export function EpochTable({ epochs }: { epochs: EpochRecord[] }) {
  return (
    <Section
      title="Epochs"
      note="Each is a Merkle root anyone can recompute from chain and IPFS. Totals are cumulative."
    >
      <Table<EpochRecord>
        label="Epochs"
        rows={epochs}
        rowKey={(row) => row.id}
        columns={[
          { key: "id", label: "Epoch", cell: (row) => <Link to={`/rewards?epoch=${row.id}`}>epoch {row.id}</Link> },
          { key: "total", label: "Total", num: true, cell: (row) => <Amount wei={row.total} /> },
          { key: "claims", label: "Claims", num: true, wide: true, cell: (row) => row.claimCount },
          { key: "cid", label: "epoch.json", wide: true, cell: (row) => <CidLink cid={row.cid} /> },
          { key: "tx", label: "Transaction", wide: true, cell: (row) => <TxLink hash={row.postedTx} /> },
          { key: "final", label: "Final", num: true, wide: true, cell: (row) => <Moment at={row.finalAt} /> },
        ]}
      />
    </Section>
  );
}
