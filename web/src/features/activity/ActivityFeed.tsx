import { useNameOf } from "../../data/config.ts";
import { AddressLink, CidLink, Empty, Moment, QueryView, Table, TxLink } from "../../ui/index.ts";
import { activitySentence } from "./sentence.tsx";
import { subjectOf } from "./subject.ts";
import { type Activity, useActivity } from "./useActivity.ts";

/** Everything that happened, newest first, each line with its evidence. */
export function ActivityFeed(props: { where?: Record<string, unknown>; first?: number; empty?: string }) {
  const query = useActivity(props.where ?? {}, props.first ?? 40);
  const nameOf = useNameOf();
  return (
    <QueryView
      query={query}
      lines={6}
      isEmpty={(data) => data.activities.length === 0}
      empty={<Empty>{props.empty ?? "Nothing has happened here yet."}</Empty>}
    >
      {(data) => (
        <Table<Activity>
          label="Activity"
          rows={data.activities}
          rowKey={(row) => row.id}
          columns={[
            {
              key: "what",
              label: "What",
              cell: (row) => (
                <>
                  <AddressLink address={subjectOf(row)} name={nameOf(subjectOf(row))} /> {activitySentence(row)}
                </>
              ),
            },
            { key: "cid", label: "Content", wide: true, cell: (row) => (row.cid ? <CidLink cid={row.cid} /> : null) },
            { key: "tx", label: "Transaction", wide: true, cell: (row) => <TxLink hash={row.txHash} /> },
            { key: "when", label: "When", num: true, cell: (row) => <Moment at={row.timestamp} /> },
          ]}
        />
      )}
    </QueryView>
  );
}
