import { useState } from "react";
import { amountColumn, Empty, SelectField, Table, timeColumn, txColumn } from "../../ui/index.ts";
import { AccountLink, useAccountColumn } from "../names/index.ts";
import { KIND_GROUPS, kindsOfGroup, kindWords } from "./kinds.ts";
import { ActivitySentence } from "./sentence.tsx";
import { subjectOf } from "./subject.ts";
import { type Activity, useActivity } from "./useActivity.ts";

const EVERY = "every";

/** Everything that happened, newest first, each line with its evidence; older lines are read as one asks for them. */
export function ActivityFeed(props: {
  where?: Record<string, unknown>;
  /** Kinds this list is about; all by default, with a choice among them. */
  kinds?: readonly string[];
  empty?: string;
}) {
  const [group, setGroup] = useState(EVERY);
  const kinds = group === EVERY ? props.kinds : kindsOfGroup(group);
  const { rows, error, retry, more } = useActivity(props.where ?? {}, kinds);
  const accountColumn = useAccountColumn();
  const who = accountColumn<Activity>(subjectOf, { key: "who", label: "Who", wide: true });
  return (
    <Table<Activity>
      label="Activity"
      rows={rows}
      error={error}
      retry={retry}
      more={more}
      rowKey={(row) => row.id}
      isList
      empty={<Empty>{props.empty ?? "Nothing has happened here yet."}</Empty>}
      choices={
        props.kinds === undefined && (
          <SelectField
            label="Kind"
            isLabelHidden
            value={group}
            onChange={setGroup}
            options={[{ id: EVERY, label: "Every kind" }, ...KIND_GROUPS.map((id) => ({ id, label: id }))]}
          />
        )
      }
      columns={[
        {
          key: "what",
          label: "What",
          value: (row) => kindWords(row.kind),
          find: (row) => `${who.find?.(row)} ${who.value(row)}`,
          cell: (row) => (
            <>
              <AccountLink address={subjectOf(row)} inline /> <ActivitySentence activity={row} />
            </>
          ),
        },
        timeColumn((row) => row.timestamp, { key: "when", label: "When" }),
        txColumn((row) => row.txHash, { key: "tx", label: "Transaction" }),
        { key: "who", label: "Who", isHidden: true, value: subjectOf },
        { key: "datanet", label: "Datanet", isHidden: true, value: (row) => row.datanet?.id },
        { key: "model", label: "Model", isHidden: true, value: (row) => row.model?.id },
        { key: "round", label: "Round", isHidden: true, value: (row) => row.round?.id },
        amountColumn((row) => row.amount, { key: "amount", label: "Amount", isHidden: true }),
        { key: "count", label: "Count", isHidden: true, value: (row) => row.count },
        { key: "cid", label: "Content", isHidden: true, value: (row) => row.cid },
        { key: "block", label: "Block", isHidden: true, value: (row) => row.block },
      ]}
    />
  );
}
