import { type ModelSummary, useModelPages } from "../../data/entities/useModels.ts";
import { useDatanetNames, useModelNames } from "../../data/names.ts";
import { amountColumn, ButtonLink, Empty, Page, Table, timeColumn } from "../../ui/index.ts";
import { datanetColumn, modelColumn, useAccountColumn } from "../names/index.ts";
import { ModelState, stateWords, wasRefused } from "./ModelState.tsx";
import { WorstCondition, worstPasses } from "./WorstCondition.tsx";

export function ModelsPage() {
  const { rows, error, retry, more } = useModelPages();
  const modelName = useModelNames((rows ?? []).map(({ id }) => id));
  const datanetName = useDatanetNames((rows ?? []).map(({ examDatanet }) => examDatanet.id));
  const accountColumn = useAccountColumn();
  return (
    <Page
      question="Which models passed, by how much, and on what?"
      title="Models"
      actions={
        <ButtonLink to="/studio" variant="primary">
          Train a model
        </ButtonLink>
      }
    >
      <Table<ModelSummary>
        label="Models"
        isList
        rows={rows}
        error={error}
        retry={retry}
        more={more}
        empty={
          <Empty action={<ButtonLink to="/studio">Open the studio</ButtonLink>}>
            No model is registered yet. You can register a finished run in one step.
          </Empty>
        }
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
    </Page>
  );
}
