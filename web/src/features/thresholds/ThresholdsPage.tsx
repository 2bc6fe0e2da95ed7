import { laneName } from "@assay/sdk/hashing";
import type { ReactNode } from "react";
import { count, duration } from "../../ui/format.ts";
import { Amount, Empty, Moment, Page, QueryView, Section, Table, TxLink } from "../../ui/index.ts";
import { GateTable } from "./GateTable.tsx";
import { type ParamSet, useThresholds } from "./useThresholds.ts";

const SPLIT = ["publisher", "data", "trainer", "evaluators", "base author", "treasury"];

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

/** Each parameter with what it does in one sentence. */
function rowsOf(set: ParamSet): { name: string; value: ReactNode; does: string }[] {
  const gated = Array.from({ length: 16 }, (_, lane) => lane).filter((lane) => (set.gatedLanes >> lane) & 1);
  const time = (seconds: string) => duration(Number(seconds));
  return [
    { name: "Seats", value: set.seats, does: "Evaluators drawn for each round; the lower median over them counts." },
    { name: "Items in an exam", value: set.itemsPerBatch, does: "Unseen items every seat asks under every condition." },
    {
      name: "Gated conditions",
      value: gated.map(laneName).join(", "),
      does: "Every one of these must reach the gate; a mean can't hide a collapse.",
    },
    {
      name: "Stake to open a round",
      value: <Amount wei={set.minPublisherStake} />,
      does: "What a publisher puts behind a model before it is judged.",
    },
    {
      name: "Round fee",
      value: <Amount wei={set.roundFee} />,
      does: "Paid to the seats; doubles with each further attempt.",
    },
    {
      name: "Attempts counted within",
      value: time(set.attemptWindow),
      does: "Tries of one lineage in this time are judged ever more strictly.",
    },
    { name: "Admission lasts", value: time(set.admissionTtl), does: "After this an admission lapses unless renewed." },
    { name: "Key window", value: time(set.keyWindow), does: "Time the custodian has to release the exam keys." },
    { name: "Commit window", value: time(set.commitWindow), does: "Time a seat has to evaluate and commit." },
    { name: "Reveal window", value: time(set.revealWindow), does: "Time a seat has to open its commitment." },
    { name: "Epoch window", value: time(set.epochWindow), does: "Time a posted reward epoch can be disputed." },
    { name: "Epoch bond", value: <Amount wei={set.epochBond} />, does: "Put down by whoever posts an epoch." },
    {
      name: "Sortition unit",
      value: <Amount wei={set.stakeUnit} />,
      does: "One unit of evaluator stake: one ticket in the draw.",
    },
    {
      name: "Units locked per seat",
      value: count(set.evaluatorLockUnits),
      does: "The most a seat can lose by missing its duty.",
    },
    {
      name: "Unstaking takes",
      value: time(set.unstakeCooldown),
      does: "Stake leaves after this, so that faults can still be proven.",
    },
    {
      name: "Channel withdrawal takes",
      value: time(set.withdrawDelay),
      does: "Time a gateway has to redeem its last vouchers.",
    },
    {
      name: "Split of the fee",
      value: set.splitBps.map((bps, i) => `${SPLIT[i]} ${bps / 100}%`).join(", "),
      does: "Who shares in the protocol fee of each paid answer.",
    },
  ];
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
      <Table
        label="Parameters"
        rows={rowsOf(set)}
        rowKey={(row) => row.name}
        columns={[
          { key: "name", label: "Parameter", cell: (row) => <span className="nowrap-wide">{row.name}</span> },
          { key: "value", label: "Value", cell: (row) => <strong>{row.value}</strong> },
          { key: "does", label: "What it does", wide: true, cell: (row) => <span className="muted">{row.does}</span> },
        ]}
      />
    </Section>
  );
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
