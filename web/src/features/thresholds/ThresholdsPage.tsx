import { Amount, Empty, Moment, Page, QueryView, Section, Table, TxLink } from "../../ui/index.ts";
import { GateTable } from "./GateTable.tsx";
import { PARAMETERS, type Parameter } from "./parameters.ts";
import { type ParamSet, useThresholds } from "./useThresholds.ts";

export function ThresholdsPage() {
  const query = useThresholds();
  return (
    <Page question="Which numbers decide, and since when?" title="Thresholds">
      <QueryView
        query={query}
        isEmpty={(data) => data.paramSets.length === 0}
        empty={<Empty>No parameter set is on chain yet. The deployment adds the first one.</Empty>}
      >
        {(data) => (
          <div className="stack">
            {data.paramSets[0] && <Current set={data.paramSets[0]} />}
            <GateTable gates={data.gates} current={data.paramSets[0]?.itemsPerBatch} />
            <History sets={data.paramSets} />
          </div>
        )}
      </QueryView>
    </Page>
  );
}

function Current({ set }: { set: ParamSet }) {
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
                cell: (row) => (
                  <>
                    <span className="nowrap-wide">{row.name}</span> <span className="small muted">{row.field}</span>
                  </>
                ),
              },
              { key: "value", label: "Value", cell: (row) => <Value parameter={row} set={set} /> },
              {
                key: "does",
                label: "What it does, and why",
                wide: true,
                cell: (row) => <span className="muted">{row.does}</span>,
              },
            ]}
          />
        </Section>
      ))}
    </Section>
  );
}

function Value({ parameter, set }: { parameter: Parameter; set: ParamSet }) {
  const value = parameter.value(set);
  return <strong>{typeof value === "string" ? value : <Amount wei={value.wei} />}</strong>;
}

function History({ sets }: { sets: ParamSet[] }) {
  return (
    <Section title="History">
      <Table
        label="Parameter sets"
        rows={sets}
        rowKey={(row) => row.id}
        columns={[
          { key: "id", label: "Set", cell: (row) => row.id },
          { key: "when", label: "Since", cell: (row) => <Moment at={row.timestamp} /> },
          { key: "tx", label: "Transaction", wide: true, cell: (row) => <TxLink hash={row.txHash} /> },
        ]}
      />
    </Section>
  );
}
