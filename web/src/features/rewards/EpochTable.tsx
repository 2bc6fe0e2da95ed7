import { Link } from "react-router";
import { wordText } from "../../ui/format.ts";
import { amountColumn, cidColumn, Moment, Section, Table, timeColumn, txColumn } from "../../ui/index.ts";
import { useAccountColumn } from "../names/index.ts";
import { type DiscardedRecord, type EpochRecord, useDiscardedPages, type useEpochPages } from "./useRewards.ts";

export function EpochTable({ pages }: { pages: ReturnType<typeof useEpochPages> }) {
  const { rows, error, retry, more } = pages;
  return (
    <Section
      title="Reward epochs"
      note="Each is a Merkle root that anyone can compute again from chain and IPFS. Totals include all earlier epochs."
    >
      <Table<EpochRecord>
        label="Reward epochs"
        isList
        rows={rows}
        error={error}
        retry={retry}
        more={more}
        rowKey={(row) => row.id}
        columns={[
          {
            key: "id",
            label: "Reward epoch",
            value: (row) => Number(row.id),
            cell: (row) => <Link to={`/rewards?epoch=${row.id}`}>reward epoch {row.id}</Link>,
          },
          amountColumn((row) => row.total, {
            key: "total",
            label: "Total",
            help: "All rewards up to and with this epoch.",
          }),
          {
            key: "claims",
            label: "Claims",
            num: true,
            wide: true,
            value: (row) => row.claimCount,
          },
          cidColumn((row) => row.cid, { key: "cid", label: "epoch.json" }),
          txColumn((row) => row.postedTx, { key: "tx", label: "Transaction" }),
          {
            ...timeColumn<EpochRecord>((row) => row.finalAt, {
              key: "final",
              label: "Final",
              help: "From then on it can be claimed.",
              wide: true,
            }),
            cell: (row) => (row.openObjectionCount > 0 ? "waits for a jury" : <Moment at={row.finalAt} />),
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
  fallen: "somebody's total became smaller",
  missing: "somebody is missing",
  objection: "a jury recomputed it",
  hung: "no jury could decide",
};

export function DiscardedTable() {
  const { rows, error, retry, more } = useDiscardedPages();
  const accountColumn = useAccountColumn();
  if (rows?.length === 0) return null;
  return (
    <Section
      title="Discarded"
      note="Somebody showed that these were wrong before they became final. Their fees went into the next one."
    >
      <Table<DiscardedRecord>
        label="Discarded reward epochs"
        isList
        rows={rows}
        error={error}
        retry={retry}
        more={more}
        rowKey={(row) => row.id}
        columns={[
          { key: "id", label: "Reward epoch", value: (row) => Number(row.epoch) },
          { key: "why", label: "Because", value: (row) => GROUNDS[wordText(row.ground)] ?? wordText(row.ground) },
          accountColumn((row) => row.by, { key: "by", label: "Shown by", wide: true }),
          amountColumn((row) => row.bounty, { key: "bounty", label: "Bounty", wide: true }),
          cidColumn((row) => row.cid, { key: "cid", label: "epoch.json" }),
          txColumn((row) => row.txHash, { key: "tx", label: "Transaction" }),
          timeColumn((row) => row.timestamp, { key: "when", label: "When", wide: true }),
        ]}
      />
    </Section>
  );
}
