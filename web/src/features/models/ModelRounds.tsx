import { Link } from "react-router";
import { decision, type JudgedRound } from "../../data/entities/conditions.ts";
import type { ModelRecord } from "../../data/entities/useModels.ts";
import { Empty, Moment, Section, Table, TxLink } from "../../ui/index.ts";
import { ModelState } from "./ModelState.tsx";

export function ModelRounds({ model }: { model: ModelRecord }) {
  if (model.rounds.length === 0) return <Empty>No round yet. Every attempt will show here, passed or not.</Empty>;
  return (
    <div className="stack">
      <Table<JudgedRound>
        label="Rounds of this model"
        rows={model.rounds}
        rowKey={(row) => row.id}
        columns={[
          { key: "id", label: "Round", cell: (row) => <Link to={`/rounds/${row.id}`}>round {row.id}</Link> },
          { key: "attempt", label: "Attempt", num: true, wide: true, cell: (row) => row.attempt },
          { key: "decision", label: "Decision", cell: (row) => decision(row) },
          { key: "when", label: "Opened", num: true, wide: true, cell: (row) => <Moment at={row.openedAt} /> },
        ]}
      />
      <Section title="States">
        <Table
          label="State changes"
          rows={model.stateChanges}
          rowKey={(row) => row.id}
          columns={[
            { key: "to", label: "Became", cell: (row) => <ModelState state={row.to} /> },
            {
              key: "why",
              label: "Because of",
              cell: (row) =>
                row.round ? <Link to={`/rounds/${row.round.id}`}>round {row.round.id}</Link> : "no round",
            },
            { key: "tx", label: "Transaction", wide: true, cell: (row) => <TxLink hash={row.txHash} /> },
            { key: "when", label: "When", num: true, wide: true, cell: (row) => <Moment at={row.timestamp} /> },
          ]}
        />
      </Section>
    </div>
  );
}
