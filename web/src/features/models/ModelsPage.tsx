import { Link } from "react-router";
import { useNameOf } from "../../data/config.ts";
import { type ModelSummary, useModels } from "../../data/entities/useModels.ts";
import { AddressLink, Amount, ButtonLink, Empty, Moment, Page, QueryView, Table } from "../../ui/index.ts";
import { ModelState } from "./ModelState.tsx";
import { WorstCondition } from "./WorstCondition.tsx";

export function ModelsPage() {
  const query = useModels();
  const nameOf = useNameOf();
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
      <QueryView
        query={query}
        isEmpty={(data) => data.models.length === 0}
        empty={
          <Empty action={<ButtonLink to="/studio">Open the studio</ButtonLink>}>
            No model is registered yet. A finished run can be registered in one step.
          </Empty>
        }
      >
        {(data) => (
          <Table<ModelSummary>
            label="Models"
            rows={data.models}
            rowKey={(row) => row.id}
            columns={[
              { key: "id", label: "Model", cell: (row) => <Link to={`/models/${row.id}`}>model {row.id}</Link> },
              { key: "state", label: "State", cell: (row) => <ModelState state={row.state} /> },
              { key: "worst", label: "Worst condition", cell: (row) => <WorstCondition model={row} /> },
              {
                key: "data",
                label: "Exam",
                wide: true,
                cell: (row) => (
                  <Link to={`/datanets/${row.examDatanet.id}`}>
                    datanet {row.examDatanet.id}, version {row.examVersion.version}
                  </Link>
                ),
              },
              { key: "stake", label: "Stake", num: true, wide: true, cell: (row) => <Amount wei={row.stake} /> },
              {
                key: "who",
                label: "Publisher",
                wide: true,
                cell: (row) => <AddressLink address={row.publisher} name={nameOf(row.publisher)} />,
              },
              {
                key: "when",
                label: "Registered",
                num: true,
                wide: true,
                cell: (row) => <Moment at={row.registeredAt} />,
              },
            ]}
          />
        )}
      </QueryView>
    </Page>
  );
}
