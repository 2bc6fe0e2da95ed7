import { decision } from "../../data/entities/conditions.ts";
import { useModelNames } from "../../data/names.ts";
import { ButtonLink, Empty, Page, Table, timeColumn, useNow } from "../../ui/index.ts";
import { RoundLink } from "../names/index.ts";
import { phaseAt } from "./clock.ts";
import { PhaseBadge } from "./PhaseBadge.tsx";
import { type RoundSummary, useRoundPages } from "./useRounds.ts";
import { phaseWords } from "./words.ts";

const outcome = (row: RoundSummary): string =>
  row.closedAt ? decision(row) : `${row.revealedCount} of ${row.seatCount} results so far`;

export function RoundsPage() {
  const { rows, error, retry, more } = useRoundPages();
  const modelName = useModelNames((rows ?? []).map(({ model }) => model.id));
  const now = useNow(5000) / 1000;
  return (
    <Page question="What is being judged, and what was decided?" title="Rounds">
      <Table<RoundSummary>
        label="Rounds"
        isList
        rows={rows}
        error={error}
        retry={retry}
        more={more}
        empty={
          <Empty action={<ButtonLink to="/models">Models</ButtonLink>}>
            No round yet. A publisher stakes on a model and opens a round from the model's page.
          </Empty>
        }
        rowKey={(row) => row.id}
        columns={[
          {
            key: "model",
            label: "Model",
            value: (row) => modelName(row.model.id).name,
            csv: (row) => `${modelName(row.model.id).name} (model ${row.model.id}, round ${row.id})`,
            find: (row) => `round ${row.id} model ${row.model.id}`,
            cell: (row) => <RoundLink id={row.id} model={row.model.id} />,
          },
          { key: "decision", label: "Decision", value: outcome },
          {
            key: "phase",
            label: "Phase",
            wide: true,
            value: (row) => phaseWords(phaseAt(row, now)),
            cell: (row) => <PhaseBadge round={row} />,
          },
          { key: "attempt", label: "Attempt", num: true, wide: true, value: (row) => row.attempt },
          timeColumn((row) => row.openedAt, { key: "when", label: "Opened", wide: true }),
        ]}
      />
    </Page>
  );
}
