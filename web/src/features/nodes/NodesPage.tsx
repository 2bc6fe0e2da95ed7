import { Link } from "react-router";
import { useNameOf } from "../../data/config.ts";
import { count } from "../../ui/format.ts";
import { AddressLink, Amount, Badge, CopyButton, Empty, Page, QueryView, Section, Table } from "../../ui/index.ts";
import { type EvaluatorRecord, useEvaluators, useHealth } from "./useNodes.ts";

const COMMANDS = "npm start -- --no-demo\nnpx assay evaluator --home .assay";

export function NodesPage() {
  return (
    <Page question="Who does the work, and is it healthy?" title="Nodes">
      <Section title="This stack">
        <Health />
      </Section>
      <Section
        title="Evaluators"
        note={
          <>
            Seats are drawn in proportion to units; reserves reveal only where they are needed.{" "}
            <Link to="/stake">Everything at stake</Link>
          </>
        }
      >
        <Evaluators />
      </Section>
      <Section title="Run one yourself">
        <div className="panel">
          <pre>{COMMANDS}</pre>
          <div>
            <CopyButton text={COMMANDS} label="Copy both lines" />
          </div>
        </div>
      </Section>
    </Page>
  );
}

function Health() {
  const query = useHealth();
  return (
    <QueryView query={query}>
      {(roles) => (
        <Table
          label="Roles"
          rows={Object.entries(roles)}
          rowKey={([role]) => role}
          columns={[
            { key: "role", label: "Role", cell: ([role]) => role },
            {
              key: "state",
              label: "Health",
              cell: ([, state]) =>
                isOk(state) ? (
                  <Badge tone="good">answers</Badge>
                ) : (
                  <Badge tone="bad">{typeof state === "string" ? state : "does not answer"}</Badge>
                ),
            },
          ]}
        />
      )}
    </QueryView>
  );
}

const isOk = (state: unknown): boolean => state === true || state === "ok";

function Evaluators() {
  const query = useEvaluators();
  const nameOf = useNameOf();
  return (
    <QueryView
      query={query}
      isEmpty={(data) => data.evaluators.length === 0}
      empty={<Empty>No evaluator has registered yet. One registers a key, stakes units and waits to be drawn.</Empty>}
    >
      {(data) => {
        const total = data.evaluators.reduce((sum, one) => sum + Number(one.nextUnits), 0);
        return (
          <Table<EvaluatorRecord>
            label="Evaluators"
            rows={data.evaluators}
            rowKey={(row) => row.id}
            columns={[
              { key: "who", label: "Evaluator", cell: (row) => <AddressLink address={row.id} name={nameOf(row.id)} /> },
              { key: "units", label: "Units", num: true, wide: true, cell: (row) => count(BigInt(row.nextUnits)) },
              {
                key: "chance",
                label: "Chance per seat",
                num: true,
                wide: true,
                cell: (row) => `${Number(((100 * Number(row.nextUnits)) / Math.max(1, total)).toFixed(1))}%`,
              },
              { key: "locked", label: "Locked", num: true, wide: true, cell: (row) => count(BigInt(row.lockedUnits)) },
              {
                key: "seats",
                label: "Results of seats drawn",
                num: true,
                wide: true,
                cell: (row) => `${row.revealedCount} of ${row.seatCount}`,
              },
              {
                key: "failed",
                label: "At fault",
                num: true,
                wide: true,
                cell: (row) => row.failedCount + row.convictedCount,
              },
              { key: "earned", label: "Earned", num: true, cell: (row) => <Amount wei={row.earned} /> },
            ]}
          />
        );
      }}
    </QueryView>
  );
}
