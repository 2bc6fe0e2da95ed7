import { useParams } from "react-router";
import { useConfig, useNameOf } from "../../data/config.ts";
import { count, shortHex } from "../../ui/format.ts";
import {
  AddressLink,
  Badge,
  CopyButton,
  Facts,
  HashText,
  Moment,
  Page,
  QueryView,
  Section,
  Table,
} from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
import { useTransactionView } from "./useExplorer.ts";

export function TransactionPage() {
  const { hash = "" } = useParams();
  const query = useTransactionView(hash);
  const nameOf = useNameOf();
  const { deployment } = useConfig();
  const nameAny = (address: string) =>
    nameOf(address) ??
    Object.entries(deployment.addresses).find(([, one]) => one.toLowerCase() === address.toLowerCase())?.[0];
  return (
    <Page question="What did this transaction do?" title={`Transaction ${shortHex(hash)}`}>
      <p className="row">
        <code className="break">{hash}</code>
        <CopyButton text={hash} label={`Copy transaction ${hash}`} />
      </p>
      <QueryView query={query}>
        {(view) => (
          <div className="stack">
            <Facts
              items={[
                [
                  "Outcome",
                  view.ok ? (
                    <Badge key="o" tone="good">
                      mined
                    </Badge>
                  ) : (
                    <Badge key="o" tone="bad">
                      reverted
                    </Badge>
                  ),
                ],
                ["From", <AddressLink key="f" address={view.from} name={nameAny(view.from)} />],
                ["To", view.to ? <AddressLink key="t" address={view.to} name={nameAny(view.to)} /> : "a new contract"],
                ["Block", count(view.block)],
                ["When", <Moment key="w" at={view.timestamp} />],
                ["Gas", count(view.gasUsed)],
              ]}
            />
            <Section title="Logs">
              <Table
                label="Logs"
                rows={view.logs}
                rowKey={(row) => String(row.index)}
                columns={[
                  { key: "i", label: "Index", num: true, cell: (row) => row.index },
                  {
                    key: "a",
                    label: "Contract",
                    cell: (row) => <AddressLink address={row.address} name={nameAny(row.address)} />,
                  },
                  {
                    key: "t",
                    label: "Event topic",
                    wide: true,
                    cell: (row) => (row.topic ? <HashText hash={row.topic} /> : "anonymous"),
                  },
                ]}
              />
            </Section>
          </div>
        )}
      </QueryView>
      <Section title="What it meant">
        <ActivityFeed where={{ txHash: hash.toLowerCase() }} empty="It left no event of Assay." />
      </Section>
    </Page>
  );
}
