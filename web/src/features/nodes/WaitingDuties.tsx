import { absoluteTime, clockTime } from "../../ui/format.ts";
import { Badge, Empty, QueryView, Section, Table } from "../../ui/index.ts";
import { useAccountColumn } from "../names/index.ts";
import { useWaitingDuties } from "./useNodes.ts";

type Waiting = NonNullable<ReturnType<typeof useWaitingDuties>["data"]>[number];

const REASONS: Record<Waiting["transaction"]["why"], string> = {
  fees: "fees too low",
  funds: "no ether",
  rpc: "RPC silent",
  foreign_nonce: "account used elsewhere",
  receipt: "no receipt yet",
  waiting: "not mined yet",
};

/** The duty board: what this stack's evaluators have to do on chain, and is late or stuck. */
export function WaitingDuties() {
  const query = useWaitingDuties();
  const accountColumn = useAccountColumn();
  return (
    <Section
      title="Duties that are late or stuck"
      note="Transactions of this stack's evaluators that should be on chain."
    >
      <QueryView query={query}>
        {(waiting) => (
          <Table<Waiting>
            label="Duties that are late or stuck"
            rows={waiting}
            empty={<Empty>Nothing is late.</Empty>}
            rowKey={({ evaluator, transaction }) => `${evaluator} ${transaction.key}`}
            columns={[
              { key: "duty", label: "Duty", value: ({ duty }) => duty },
              accountColumn(({ evaluator }) => evaluator, { key: "who", label: "Evaluator" }),
              {
                key: "state",
                label: "State",
                value: ({ transaction }) => transaction.state,
                cell: ({ transaction }) => <Badge tone="bad">{transaction.state}</Badge>,
              },
              { key: "since", label: "Since", value: ({ transaction }) => clockTime(Date.parse(transaction.since)) },
              {
                key: "deadline",
                label: "Deadline",
                value: ({ transaction: { deadline } }) => (deadline === undefined ? "none" : absoluteTime(deadline)),
              },
              {
                key: "why",
                label: "Why",
                value: ({ transaction }) => `${REASONS[transaction.why]}. ${transaction.sentence}`,
              },
            ]}
          />
        )}
      </QueryView>
    </Section>
  );
}
