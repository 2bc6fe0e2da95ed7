import { type ParamSet, type Thresholds, useThresholds } from "../../data/entities/useThresholds.ts";
import { Empty, Moment, Note, Page, QueryView, Section, Table, TxLink, useNow } from "../../ui/index.ts";
import { historyOf } from "./changes.ts";
import { GateTable } from "./GateTable.tsx";
import { History, Since, ValueText, valueWords } from "./History.tsx";
import { PARAMETERS, type Parameter } from "./parameters.ts";
import { WhatIf } from "./WhatIf.tsx";

export function ThresholdsPage() {
  const query = useThresholds();
  return (
    <Page question="Which numbers decide, since when, and what if they were different?" title="Thresholds">
      <QueryView
        query={query}
        isEmpty={(data) => data.paramSets.length === 0}
        empty={<Empty>No parameter set is on chain yet. The deployment adds the first one.</Empty>}
      >
        {(data) => {
          const [current] = data.paramSets;
          return (
            <div className="stack">
              <Pause thresholds={data} />
              {current && <WhatIf set={current} />}
              <GateTable gates={data.gates} current={current?.itemsPerBatch} />
              {current && <Current set={current} sets={data.paramSets} />}
              <History sets={data.paramSets} gates={data.gates} />
            </div>
          );
        }}
      </QueryView>
    </Page>
  );
}

/** A pause of entries, while it lasts. */
function Pause({ thresholds }: { thresholds: Thresholds }) {
  const now = useNow() / 1000;
  const until = Number(thresholds.protocol?.pausedUntil ?? 0);
  if (until <= now) return null;
  return (
    <Note tone="warn">
      The guardian has paused entries: no new round, stake or deposit is taken. The pause ends <Moment at={until} /> at
      the latest. What is already running goes on.
    </Note>
  );
}

function Current({ set, sets }: { set: ParamSet; sets: ParamSet[] }) {
  return (
    <Section
      title={`In force: set ${set.id}`}
      note={
        <>
          Added <Moment at={set.timestamp} /> by <TxLink hash={set.txHash} />. A round keeps the set it opened under.
        </>
      }
    >
      {PARAMETERS.map(({ title, parameters }) => (
        <Section key={title} title={title}>
          <Table<Parameter>
            label={title}
            rows={parameters}
            rowKey={(row) => row.field}
            columns={[
              {
                key: "name",
                label: "Parameter",
                value: (row) => row.name,
                find: (row) => row.field,
                cell: (row) => (
                  <>
                    <span className="nowrap-wide">{row.name}</span> <span className="small muted">{row.field}</span>
                  </>
                ),
              },
              {
                key: "value",
                label: "Value",
                value: (row) => valueWords(row.value(set)),
                cell: (row) => (
                  <strong>
                    <ValueText value={row.value(set)} />
                  </strong>
                ),
              },
              {
                key: "since",
                label: "Since",
                wide: true,
                value: (row) => `set ${historyOf(row, sets)[0]?.set.id ?? ""}`,
                cell: (row) => <Since history={historyOf(row, sets)} />,
              },
              {
                key: "does",
                label: "What it does, and why",
                wide: true,
                value: (row) => row.does,
                cell: (row) => <span className="muted">{row.does}</span>,
              },
            ]}
          />
        </Section>
      ))}
    </Section>
  );
}
