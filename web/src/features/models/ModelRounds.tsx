import { decision, type JudgedRound } from "../../data/entities/conditions.ts";
import type { ModelRecord } from "../../data/entities/useModels.ts";
import { Empty, Section, Table, timeColumn, txColumn } from "../../ui/index.ts";
import { RoundLink } from "../names/index.ts";
import { ModelState, stateWords } from "./ModelState.tsx";

export function ModelRounds({ model }: { model: ModelRecord }) {
  if (model.rounds.length === 0) return <Empty>No round yet. Every attempt will stand here, passed or not.</Empty>;
  return (
    <div className="stack">
      <Table<JudgedRound>
        label="Rounds of this model"
        isList
        rows={model.rounds}
        rowKey={(row) => row.id}
        columns={[
          { key: "id", label: "Round", value: (row) => Number(row.id), cell: (row) => <RoundLink id={row.id} /> },
          { key: "decision", label: "Decision", value: decision },
          {
            key: "attempt",
            label: "Attempt",
            help: "Rounds of this line of models in the running window; each further one needs more passes.",
            num: true,
            wide: true,
            value: (row) => row.attempt,
          },
          timeColumn((row) => row.openedAt, { key: "when", label: "Opened", wide: true }),
        ]}
      />
      <Section title="States">
        <Table<ModelRecord["stateChanges"][number]>
          label="State changes"
          rows={model.stateChanges}
          rowKey={(row) => row.id}
          columns={[
            {
              key: "to",
              label: "Became",
              value: (row) => stateWords(row.to),
              cell: (row) => <ModelState state={row.to} />,
            },
            {
              key: "why",
              label: "Because of",
              value: (row) => (row.round ? `round ${row.round.id}` : "no round"),
              cell: (row) => (row.round ? <RoundLink id={row.round.id} /> : "no round"),
            },
            txColumn((row) => row.txHash, { key: "tx", label: "Transaction" }),
            timeColumn((row) => row.timestamp, { key: "when", label: "When", wide: true }),
          ]}
        />
      </Section>
    </div>
  );
}
