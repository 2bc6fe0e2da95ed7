import { Link } from "react-router";
import { decision } from "../../data/entities/conditions.ts";
import { ButtonLink, Empty, Moment, Page, QueryView, Table } from "../../ui/index.ts";
import { PhaseBadge } from "./PhaseBadge.tsx";
import { type RoundSummary, useRounds } from "./useRounds.ts";

export function RoundsPage() {
  const query = useRounds();
  return (
    <Page question="What is being judged, and what was decided?" title="Rounds">
      <QueryView
        query={query}
        isEmpty={(data) => data.rounds.length === 0}
        empty={
          <Empty action={<ButtonLink to="/models">Models</ButtonLink>}>
            No round yet. A publisher stakes on a model and opens one from the model's page.
          </Empty>
        }
      >
        {(data) => (
          <Table<RoundSummary>
            label="Rounds"
            rows={data.rounds}
            rowKey={(row) => row.id}
            columns={[
              { key: "id", label: "Round", cell: (row) => <Link to={`/rounds/${row.id}`}>round {row.id}</Link> },
              {
                key: "model",
                label: "Model",
                wide: true,
                cell: (row) => <Link to={`/models/${row.model.id}`}>model {row.model.id}</Link>,
              },
              { key: "phase", label: "Phase", wide: true, cell: (row) => <PhaseBadge round={row} /> },
              {
                key: "decision",
                label: "Decision",
                cell: (row) => (row.closedAt ? decision(row) : `${row.revealedCount} of ${row.seatCount} results`),
              },
              { key: "when", label: "Opened", num: true, wide: true, cell: (row) => <Moment at={row.openedAt} /> },
            ]}
          />
        )}
      </QueryView>
    </Page>
  );
}
