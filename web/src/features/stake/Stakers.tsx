import { type EvaluatorRecord, useEvaluatorPages } from "../../data/entities/useEvaluators.ts";
import { useProtocol } from "../../data/entities/useProtocol.ts";
import { count } from "../../ui/format.ts";
import { amountColumn, type Column, Empty, Table } from "../../ui/index.ts";
import { useAccountColumn } from "../names/index.ts";

type Units = "units" | "nextUnits" | "leavingUnits" | "lockedUnits" | "slashedUnits";

const unitsColumn = (field: Units, rest: { label: string; help: string; wide?: boolean }): Column<EvaluatorRecord> => ({
  key: field,
  num: true,
  wide: true,
  ...rest,
  value: (row) => Number(row[field]),
  cell: (row) => count(BigInt(row[field])),
});

/** Who can be drawn from the next stake epoch on, and how likely. */
export function Stakers() {
  const { rows, error, retry, more } = useEvaluatorPages();
  const total = BigInt(useProtocol().data?.protocol?.nextUnits ?? 0);
  const accountColumn = useAccountColumn();
  const chance = (row: EvaluatorRecord) =>
    total === 0n ? undefined : Number(((100 * Number(row.nextUnits)) / Number(total)).toFixed(1));
  return (
    <Table<EvaluatorRecord>
      label="Units of evaluators"
      isList
      rows={rows}
      error={error}
      retry={retry}
      more={more}
      empty={
        <Empty>
          Nobody has registered as an evaluator yet. An evaluator registers a key, stakes units and waits to be drawn.
        </Empty>
      }
      rowKey={(row) => row.id}
      columns={[
        accountColumn((row) => row.id, { key: "who", label: "Evaluator" }),
        unitsColumn("nextUnits", {
          label: "Next units",
          help: "What counts in draws from the next stake epoch on.",
          wide: false,
        }),
        {
          key: "chance",
          label: "Chance per seat",
          help: "Its next units as a part of all next units.",
          num: true,
          wide: true,
          value: chance,
          cell: (row) => (chance(row) === undefined ? "–" : `${chance(row)}%`),
        },
        unitsColumn("units", { label: "At stake", help: "All units it holds, leaving ones included." }),
        unitsColumn("leavingUnits", { label: "Leaving", help: "Units on their way out." }),
        unitsColumn("lockedUnits", { label: "Locked", help: "Units bound by a seat that is not settled yet." }),
        unitsColumn("slashedUnits", { label: "Slashed", help: "Units it lost for faults." }),
        amountColumn((row) => row.charged, {
          key: "charged",
          label: "Charged",
          help: "Fees for duties it did not do.",
          wide: true,
        }),
        amountColumn((row) => row.debt, {
          key: "debt",
          label: "Unpaid",
          help: "Charged and not paid yet; taken from what it withdraws.",
          wide: true,
        }),
      ]}
    />
  );
}
