import { Link } from "react-router";
import { useNameOf } from "../../data/config.ts";
import { wordText } from "../../ui/format.ts";
import { AddressLink, Amount, CidLink, Moment, Section, Table, TxLink } from "../../ui/index.ts";
import type { DiscardedRecord, EpochRecord } from "./useRewards.ts";

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
          {
            key: "final",
            label: "Final",
            num: true,
            wide: true,
            cell: (row) => (row.openObjectionCount > 0 ? "held by an objection" : <Moment at={row.finalAt} />),
          },
        ]}
      />
    </Section>
  );
}

/** Why a posting was discarded, from the contract's word. */
const GROUNDS: Record<string, string> = {
  node: "its sums do not add up",
  leaf: "a leaf is not what its parent states",
  blank: "an empty place is counted",
  order: "its accounts are out of order",
  mismatch: "its two trees differ",
  fallen: "somebody's total fell",
  missing: "somebody is missing",
  objection: "a jury recomputed it",
  hung: "no jury could decide about it",
};

export function DiscardedTable({ discarded }: { discarded: DiscardedRecord[] }) {
  const nameOf = useNameOf();
  return (
    <Section
      title="Discarded"
      note="Postings shown to be wrong before they became final. Their fees went on to the next."
    >
      <Table<DiscardedRecord>
        label="Discarded epochs"
        rows={discarded}
        rowKey={(row) => row.id}
        columns={[
          { key: "id", label: "Epoch", cell: (row) => `epoch ${row.epoch}` },
          { key: "why", label: "Because", cell: (row) => GROUNDS[wordText(row.ground)] ?? wordText(row.ground) },
          {
            key: "by",
            label: "Shown by",
            wide: true,
            cell: (row) => <AddressLink address={row.by} name={nameOf(row.by)} />,
          },
          { key: "bounty", label: "Bounty", num: true, wide: true, cell: (row) => <Amount wei={row.bounty} /> },
          { key: "cid", label: "epoch.json", wide: true, cell: (row) => <CidLink cid={row.cid} /> },
          { key: "tx", label: "Transaction", wide: true, cell: (row) => <TxLink hash={row.txHash} /> },
          { key: "when", label: "When", num: true, wide: true, cell: (row) => <Moment at={row.timestamp} /> },
        ]}
      />
    </Section>
  );
}
