import { Link } from "react-router";
import { type EvaluatorRecord, useEvaluatorPages } from "../../data/entities/useEvaluators.ts";
import { useProtocol } from "../../data/entities/useProtocol.ts";
import { count } from "../../ui/format.ts";
import { amountColumn, Badge, CopyButton, Empty, Page, QueryView, Section, Table } from "../../ui/index.ts";
import { useAccountColumn } from "../names/index.ts";
import { useHealth } from "./useNodes.ts";
import { WaitingDuties } from "./WaitingDuties.tsx";

const COMMANDS = "npm start -- --no-demo\nnpx assay evaluator --home .assay";

export function NodesPage() {
  return (
    <Page question="Who does the work, and is it healthy?" title="Nodes">
      <Section title="This stack">
        <Health />
      </Section>
      <WaitingDuties />
      <Section
        title="Evaluators"
        note={
          <>
            An evaluator is drawn more often the more units it stakes. Reserves reveal only when they are needed.{" "}
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
        <Table<[string, unknown]>
          label="Roles"
          rows={Object.entries(roles)}
          rowKey={([role]) => role}
          columns={[
            { key: "role", label: "Role", value: ([role]) => role },
            {
              key: "state",
              label: "Health",
              value: ([, state]) => (isOk(state) ? "answers" : typeof state === "string" ? state : "does not answer"),
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
  const { rows, error, retry, more } = useEvaluatorPages();
  const accountColumn = useAccountColumn();
  const total = Number(useProtocol().data?.protocol?.nextUnits ?? 0);
  return (
    <Table<EvaluatorRecord>
      label="Evaluators"
      isList
      rows={rows}
      error={error}
      retry={retry}
      more={more}
      empty={<Empty>No evaluator has registered yet. One registers a key, stakes units and waits to be drawn.</Empty>}
      rowKey={(row) => row.id}
      columns={[
        accountColumn((row) => row.id, { key: "who", label: "Evaluator" }),
        amountColumn((row) => row.earned, { key: "earned", label: "Earned" }),
        {
          key: "units",
          label: "Units",
          help: "Tickets in the draw, from the next stake epoch on.",
          num: true,
          wide: true,
          value: (row) => Number(row.nextUnits),
          cell: (row) => count(BigInt(row.nextUnits)),
        },
        {
          key: "chance",
          label: "Chance per seat",
          help: "Its units as a part of all units.",
          num: true,
          wide: true,
          value: (row) => Number(((100 * Number(row.nextUnits)) / Math.max(1, total)).toFixed(1)),
          cell: (row) => `${Number(((100 * Number(row.nextUnits)) / Math.max(1, total)).toFixed(1))}%`,
        },
        {
          key: "locked",
          label: "Locked",
          help: "Units bound by a seat that is not settled yet.",
          num: true,
          wide: true,
          value: (row) => Number(row.lockedUnits),
          cell: (row) => count(BigInt(row.lockedUnits)),
        },
        {
          key: "seats",
          label: "Results",
          help: "Results it revealed, of the seats it was drawn for.",
          num: true,
          wide: true,
          value: (row) => row.revealedCount,
          csv: (row) => `${row.revealedCount} of ${row.seatCount}`,
          cell: (row) => `${row.revealedCount} of ${row.seatCount}`,
        },
        {
          key: "failed",
          label: "At fault",
          help: "Seats in which it was silent, withheld its result, or was proven wrong.",
          num: true,
          wide: true,
          value: (row) => row.failedCount + row.convictedCount,
        },
      ]}
    />
  );
}
