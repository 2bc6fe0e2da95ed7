import type { EpochDocument } from "@assay/sdk/documents";
import { Link } from "react-router";
import type { Address } from "viem";
import { useNameOf } from "../../data/config.ts";
import { ppm } from "../../ui/format.ts";
import { AddressLink, Amount, CidLink, Empty, QueryView, Section, Table } from "../../ui/index.ts";
import { type EpochRecord, useEpochDocument } from "./useRewards.ts";

const ROLES: Record<string, string> = {
  publisher: "publisher",
  data: "data",
  trainer: "trainer",
  evaluators: "evaluator",
  baseAuthor: "base author",
  treasury: "treasury",
};

type Allocation = EpochDocument["allocations"][number];

/** One epoch opened up: from fees per model to who gets which part, and why. */
export function EpochTrace({ account, epoch }: { account: Address; epoch: EpochRecord }) {
  const document = useEpochDocument(epoch.cid);
  return (
    <Section title={`Epoch ${epoch.id}: where each unit went`} aside={<CidLink cid={epoch.cid} />}>
      <QueryView query={document}>{(data) => <Trace document={data} account={account} />}</QueryView>
    </Section>
  );
}

function Trace({ document, account }: { document: EpochDocument; account: Address }) {
  const nameOf = useNameOf();
  const mine = document.allocations.filter((entry) => entry.account.toLowerCase() === account.toLowerCase());
  const rows = [...document.allocations].sort((a, b) => (BigInt(a.amount) < BigInt(b.amount) ? 1 : -1));
  return (
    <div className="stack">
      {document.fees.map((fee) => (
        <p key={fee.modelId}>
          <Link to={`/models/${fee.modelId}`}>Model {fee.modelId}</Link> brought in <Amount wei={fee.amount} /> of fees;
          its data part is divided by the share table <CidLink cid={fee.tableCid} />.
        </p>
      ))}
      {mine.length === 0 && <Empty>This account has no part in this epoch.</Empty>}
      <Table<Allocation>
        label="Allocations"
        rows={rows}
        rowKey={(row) => `${row.modelId}-${row.role}-${row.account}`}
        columns={[
          {
            key: "who",
            label: "To",
            cell: (row) => (
              <>
                {isMine(row, account) && <strong>you: </strong>}
                <AddressLink address={row.account} name={nameOf(row.account)} />
              </>
            ),
          },
          { key: "role", label: "As", wide: true, cell: (row) => ROLES[row.role] ?? row.role },
          {
            key: "model",
            label: "For",
            wide: true,
            cell: (row) => <Link to={`/models/${row.modelId}`}>model {row.modelId}</Link>,
          },
          {
            key: "why",
            label: "Because",
            wide: true,
            cell: (row) => <span className="muted">{reason(document, row)}</span>,
          },
          { key: "amount", label: "Amount", num: true, cell: (row) => <Amount wei={row.amount} /> },
        ]}
      />
    </div>
  );
}

const isMine = (row: Allocation, account: Address): boolean => row.account.toLowerCase() === account.toLowerCase();

/** The rule behind an allocation, in words. */
function reason(document: EpochDocument, row: Allocation): string {
  const fee = document.fees.find((one) => one.modelId === row.modelId);
  if (!fee) return "";
  const [publisher = 0, data = 0, trainer = 0, evaluators = 0, baseAuthor = 0, treasury = 0] = fee.splitBps;
  const part = { publisher, data, trainer, evaluators, baseAuthor, treasury }[row.role] / 100;
  if (row.role === "data") {
    const share = fee.shares.find((one) => one.contributor.toLowerCase() === row.account.toLowerCase());
    return share ? `${ppm(share.ppm)} of influence, of the ${part}% for data` : `the ${part}% for data`;
  }
  if (row.role === "evaluators") {
    const seats = fee.evaluators.filter((one) => one.toLowerCase() === row.account.toLowerCase()).length;
    return `${seats} of ${fee.evaluators.length} valid seats, of the ${part}% for evaluators`;
  }
  return `the ${part}% for the ${ROLES[row.role]}`;
}
