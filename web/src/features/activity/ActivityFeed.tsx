import type { ActivityKind } from "@assay/sdk/graph";
import { useState } from "react";
import { useDatanetNames, useModelNames } from "../../data/names.ts";
import { amountColumn, Empty, SelectField, Table, timeColumn, txColumn } from "../../ui/index.ts";
import { AccountLink, useAccountColumn } from "../names/index.ts";
import { KIND_GROUPS, kindsOfGroup, kindWords } from "./kinds.ts";
import { ActivitySentence } from "./sentence.tsx";
import { subjectOf } from "./subject.ts";
import { type Activity, type ActivityFilter, useActivity } from "./useActivity.ts";

const EVERY = "every";

const present = (ids: (string | undefined)[] = []): string[] => ids.filter((id) => id !== undefined);

/** Everything that happened, newest first, each line with its evidence; older lines are read as one asks for them. */
export function ActivityFeed(props: {
  where?: ActivityFilter;
  /** Kinds this list is about; all by default, with a choice among them. */
  kinds?: readonly ActivityKind[];
  empty?: string;
}) {
  const [group, setGroup] = useState(EVERY);
  const kinds = group === EVERY ? props.kinds : kindsOfGroup(group);
  const { rows, error, retry, more } = useActivity(props.where ?? {}, kinds);
  const datanetName = useDatanetNames(present(rows?.map(({ datanet }) => datanet?.id)));
  const modelName = useModelNames(present(rows?.map(({ model }) => model?.id)));
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
        {
          key: "datanet",
          label: "Datanet",
          isHidden: true,
          value: ({ datanet }) => datanet && `${datanetName(datanet.id)} (datanet ${datanet.id})`,
        },
        {
          key: "model",
          label: "Model",
          isHidden: true,
          value: ({ model }) => model && `${modelName(model.id).name} (model ${model.id})`,
        },
        { key: "round", label: "Round", isHidden: true, value: (row) => row.round?.id },
        amountColumn((row) => row.amount, { key: "amount", label: "Amount", isHidden: true }),
        { key: "count", label: "Count", isHidden: true, value: (row) => row.count },
        { key: "cid", label: "Content", isHidden: true, value: (row) => row.cid },
        { key: "block", label: "Block", isHidden: true, value: (row) => row.block },
      ]}
    />
  );
}
