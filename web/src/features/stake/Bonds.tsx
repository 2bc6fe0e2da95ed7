import { useThresholds } from "../../data/entities/useThresholds.ts";
import { useDatanetNames } from "../../data/names.ts";
import { amountColumn, Badge, ButtonLink, Empty, Table } from "../../ui/index.ts";
import { datanetColumn, useAccountColumn } from "../names/index.ts";
import { type BondRecord, useBondPages } from "./useStake.ts";

/** What each custodian has put down, and whether that is enough for another round. */
export function Bonds() {
  const { rows, error, retry, more } = useBondPages();
  const accountColumn = useAccountColumn();
  const datanetName = useDatanetNames((rows ?? []).map(({ id }) => id));
  const needed = useThresholds().data?.paramSets[0]?.custodianBond;
  const isEnough = (row: BondRecord) =>
    needed !== undefined && BigInt(row.bond) - BigInt(row.boundBond) >= BigInt(needed);
  return (
    <Table<BondRecord>
      label="Custodians' bonds"
      isList
      rows={rows}
      error={error}
      retry={retry}
      more={more}
      empty={
        <Empty action={<ButtonLink to="/datanets/new">Create datanet</ButtonLink>}>
          No datanet yet, so there is no custodian.
        </Empty>
      }
      rowKey={(row) => row.id}
      columns={[
        datanetColumn((row) => ({ id: row.id }), datanetName, { key: "d", label: "Datanet" }),
        {
          key: "opens",
          label: "Opens a round",
          help: "Whether the free bond is enough for one more round.",
          value: (row) => (needed === undefined ? "…" : isEnough(row) ? "yes" : "too little is free"),
          cell: (row) =>
            needed === undefined ? (
              "…"
            ) : (
              <Badge tone={isEnough(row) ? "good" : "warn"}>{isEnough(row) ? "yes" : "too little is free"}</Badge>
            ),
        },
        accountColumn((row) => row.custodian, { key: "who", label: "Custodian", wide: true }),
        amountColumn((row) => row.bond, { key: "bond", label: "Bond", wide: true }),
        amountColumn((row) => row.boundBond, { key: "bound", label: "Bound by rounds", wide: true }),
        amountColumn((row) => row.cutBond, { key: "cut", label: "Cut so far", wide: true }),
      ]}
    />
  );
}
