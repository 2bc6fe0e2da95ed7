import type { ReactNode } from "react";
import type { ModelSummary, useModelPages } from "../../data/entities/useModels.ts";
import { useDatanetNames, useModelNames } from "../../data/names.ts";
import { amountColumn, Table, timeColumn } from "../../ui/index.ts";
import { datanetColumn, modelColumn, useAccountColumn } from "../names/index.ts";
import { ModelState, stateWords, wasRefused } from "./ModelState.tsx";
import { WorstCondition, worstPasses } from "./WorstCondition.tsx";

interface ModelTableProps {
  label?: string;
  pages: ReturnType<typeof useModelPages>;
  empty: ReactNode;
}

/** Models with their state, the condition that decides, and whose they are. */
export function ModelTable({ label = "Models", pages, empty }: ModelTableProps) {
  const { rows = [] } = pages;
  const modelName = useModelNames(rows.map(({ id }) => id));
  const datanetName = useDatanetNames(rows.map(({ examDatanet }) => examDatanet.id));
  const accountColumn = useAccountColumn();
  return (
    <Table<ModelSummary>
      label={label}
      isList
      {...pages}
      empty={empty}
      rowKey={(row) => row.id}
      columns={[
        modelColumn(({ id }) => id, modelName, { key: "id", label: "Model" }),
        {
          key: "state",
          label: "State",
          value: (row) => stateWords(row.state, wasRefused(row)),
          cell: (row) => <ModelState state={row.state} wasRefused={wasRefused(row)} />,
        },
        {
          key: "worst",
          label: "Worst condition",
          help: "The gated condition with the fewest passes: it decides.",
          wide: true,
          value: worstPasses,
          cell: (row) => <WorstCondition model={row} />,
        },
        {
          key: "base",
          label: "Base",
          isHidden: true,
          value: (row) => modelName(row.id).base,
        },
        datanetColumn((row) => ({ id: row.examDatanet.id, version: row.examVersion.version }), datanetName, {
          key: "data",
          label: "Data",
          help: "The datanet it was trained on, whose held-out rows are its exam.",
          wide: true,
        }),
        amountColumn((row) => row.stake, { key: "stake", label: "Stake", wide: true }),
        accountColumn((row) => row.publisher, { key: "who", label: "Publisher", wide: true }),
        timeColumn((row) => row.registeredAt, { key: "when", label: "Registered", wide: true }),
      ]}
    />
  );
}
