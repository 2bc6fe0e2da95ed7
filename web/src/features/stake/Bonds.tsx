import { Link } from "react-router";
import { useNameOf } from "../../data/config.ts";
import { useThresholds } from "../../data/entities/useThresholds.ts";
import { AddressLink, Amount, Badge, Table } from "../../ui/index.ts";
import type { BondRecord } from "./useStake.ts";

/** What each custodian has put down, and whether that opens another round. */
export function Bonds({ datanets }: { datanets: BondRecord[] }) {
  const nameOf = useNameOf();
  const needed = useThresholds().data?.paramSets[0]?.custodianBond;
  return (
    <Table<BondRecord>
      label="Custodians' bonds"
      rows={datanets}
      rowKey={(row) => row.id}
      columns={[
        { key: "d", label: "Datanet", cell: (row) => <Link to={`/datanets/${row.id}`}>datanet {row.id}</Link> },
        {
          key: "who",
          label: "Custodian",
          wide: true,
          cell: (row) => <AddressLink address={row.custodian} name={nameOf(row.custodian)} />,
        },
        { key: "bond", label: "Bond", num: true, wide: true, cell: (row) => <Amount wei={row.bond} /> },
        {
          key: "bound",
          label: "Bound by rounds",
          num: true,
          wide: true,
          cell: (row) => <Amount wei={row.boundBond} />,
        },
        { key: "cut", label: "Cut so far", num: true, wide: true, cell: (row) => <Amount wei={row.cutBond} /> },
        {
          key: "opens",
          label: "Opens a round",
          cell: (row) => {
            if (needed === undefined) return "…";
            const isEnough = BigInt(row.bond) - BigInt(row.boundBond) >= BigInt(needed);
            return <Badge tone={isEnough ? "good" : "warn"}>{isEnough ? "yes" : "too little is free"}</Badge>;
          },
        },
      ]}
    />
  );
}
