import { useNameOf } from "../../data/config.ts";
import { count } from "../../ui/format.ts";
import { AddressLink, Amount, Table } from "../../ui/index.ts";
import type { StakerRecord } from "./useStake.ts";

/** Who can be drawn from the next epoch on, and how likely. */
export function Stakers({ evaluators, total }: { evaluators: StakerRecord[]; total: bigint }) {
  const nameOf = useNameOf();
  const chance = (units: string) =>
    total === 0n ? "–" : `${Number(((100 * Number(units)) / Number(total)).toFixed(1))}%`;
  return (
    <Table<StakerRecord>
      label="Units of evaluators"
      rows={evaluators}
      rowKey={(row) => row.id}
      columns={[
        { key: "who", label: "Evaluator", cell: (row) => <AddressLink address={row.id} name={nameOf(row.id)} /> },
        { key: "units", label: "At stake", num: true, wide: true, cell: (row) => count(BigInt(row.units)) },
        { key: "next", label: "From the next epoch", num: true, cell: (row) => count(BigInt(row.nextUnits)) },
        { key: "chance", label: "Chance per seat", num: true, wide: true, cell: (row) => chance(row.nextUnits) },
        { key: "leaving", label: "Leaving", num: true, wide: true, cell: (row) => count(BigInt(row.leavingUnits)) },
        { key: "locked", label: "Locked", num: true, wide: true, cell: (row) => count(BigInt(row.lockedUnits)) },
        { key: "slashed", label: "Slashed", num: true, wide: true, cell: (row) => count(BigInt(row.slashedUnits)) },
        { key: "charged", label: "Charged", num: true, wide: true, cell: (row) => <Amount wei={row.charged} /> },
        { key: "debt", label: "of it unpaid", num: true, wide: true, cell: (row) => <Amount wei={row.debt} /> },
      ]}
    />
  );
}
