import { useParams } from "react-router";
import { useConfig } from "../../data/config.ts";
import { count, shortHex } from "../../ui/format.ts";
import { Badge, CopyButton, Facts, HashText, Moment, Page, QueryView, Section, Table } from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
import { AccountLink } from "../names/index.ts";
import { type TransactionView, useTransactionView } from "./useExplorer.ts";

export function TransactionPage() {
  const { hash = "" } = useParams();
  const query = useTransactionView(hash);
  const { deployment } = useConfig();
  const contractName = (address: string) =>
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
                ["From", <AccountLink key="f" address={view.from} />],
                [
                  "To",
                  view.to ? <AccountLink key="t" address={view.to} name={contractName(view.to)} /> : "a new contract",
                ],
                ["Block", count(view.block)],
                ["When", <Moment key="w" at={view.timestamp} />],
                ["Gas", count(view.gasUsed)],
              ]}
            />
            <Section title="Logs">
              <Table<TransactionView["logs"][number]>
                label="Logs"
                isList
                empty={<p className="muted">It wrote no log.</p>}
                rows={view.logs}
                rowKey={(row) => String(row.index)}
                columns={[
                  {
                    key: "a",
                    label: "Contract",
                    value: (row) => contractName(row.address) ?? row.address,
                    csv: (row) => row.address,
                    find: (row) => row.address,
                    cell: (row) => <AccountLink address={row.address} name={contractName(row.address)} />,
                  },
                  {
                    key: "t",
                    label: "Event topic",
                    wide: true,
                    value: (row) => row.topic ?? "anonymous",
                    cell: (row) => (row.topic ? <HashText hash={row.topic} /> : "anonymous"),
                  },
                  { key: "i", label: "Index", num: true, value: (row) => row.index },
                ]}
              />
            </Section>
          </div>
        )}
      </QueryView>
      <Section title="What it did in Assay">
        <ActivityFeed where={{ txHash: hash.toLowerCase() }} empty="Assay recorded nothing for this transaction." />
      </Section>
    </Page>
  );
}
