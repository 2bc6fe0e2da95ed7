import type { EpochDocument } from "@assay/sdk/documents";
import type { Address } from "viem";
import { useModelNames } from "../../data/names.ts";
import { ppm } from "../../ui/format.ts";
import { Amount, amountColumn, CidLink, Empty, QueryView, Section, Table } from "../../ui/index.ts";
import { AccountLink, ModelLink, modelColumn, useAccountColumn } from "../names/index.ts";
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

/** One reward epoch in full: from fees per model to who gets which part, and why. */
export function EpochTrace({ account, epoch }: { account: Address; epoch: EpochRecord }) {
  const document = useEpochDocument(epoch.cid);
  return (
    <Section title={`Reward epoch ${epoch.id}: who gets what, and why`} aside={<CidLink cid={epoch.cid} />}>
      <QueryView query={document}>{(data) => <Trace document={data} account={account} />}</QueryView>
    </Section>
  );
}

function Trace({ document, account }: { document: EpochDocument; account: Address }) {
  const accountColumn = useAccountColumn();
  const modelName = useModelNames(document.fees.map(({ modelId }) => modelId));
  const mine = document.allocations.filter((entry) => entry.account.toLowerCase() === account.toLowerCase());
  const rows = [...document.allocations].sort((a, b) => (BigInt(a.amount) < BigInt(b.amount) ? 1 : -1));
  return (
    <div className="stack">
      {document.fees.map((fee) => (
        <p key={fee.modelId}>
          <ModelLink id={fee.modelId} /> brought in <Amount wei={fee.amount} /> of fees. The part for data is divided by
          the share table <CidLink cid={fee.tableCid} />.
        </p>
      ))}
      {mine.length === 0 && <Empty>This account has no part in this reward epoch.</Empty>}
      <Table<Allocation>
        label="Allocations"
        isList
        rows={rows}
        rowKey={(row) => `${row.modelId}-${row.role}-${row.account}`}
        columns={[
          {
            ...accountColumn<Allocation>((row) => row.account, { key: "who", label: "To" }),
            cell: (row) => (
              <>
                {isMine(row, account) && <strong>you: </strong>}
                <AccountLink address={row.account} />
              </>
            ),
          },
          amountColumn((row) => row.amount, { key: "amount", label: "Amount" }),
          { key: "role", label: "As", wide: true, value: (row) => ROLES[row.role] ?? row.role },
          modelColumn((row) => row.modelId, modelName, { key: "model", label: "For", wide: true }),
          {
            key: "why",
            label: "Because",
            wide: true,
            value: (row) => reason(document, row),
            cell: (row) => <span className="muted">{reason(document, row)}</span>,
          },
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
