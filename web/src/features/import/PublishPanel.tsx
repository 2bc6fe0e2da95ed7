import type { ContributionDraft } from "@assay/sdk/api";
import { useNameOf } from "../../data/config.ts";
import { useWallet } from "../../data/wallet/useWallet.ts";
import { count } from "../../ui/format.ts";
import { Empty, Section, Table } from "../../ui/index.ts";
import { useAccountColumn } from "../names/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { useDrafts, usePublish } from "./useImport.ts";

/** Signed contributions that wait, and the step that makes a version from them. */
export function PublishPanel({ datanetId, curator }: { datanetId: string; curator: string | undefined }) {
  const drafts = useDrafts(datanetId);
  const publish = usePublish(datanetId);
  const wallet = useWallet();
  const nameOf = useNameOf();
  const accountColumn = useAccountColumn();
  const signed = drafts.data ?? [];
  const isCurator = wallet.address?.toLowerCase() === curator?.toLowerCase();
  const rows = signed.reduce((sum, draft) => sum + draft.rows, 0);
  return (
    <Section
      title="5. Publish"
      note="A version puts one Merkle root over all its rows on chain. A published version never changes; the curator can withdraw it from training."
    >
      <Table<ContributionDraft>
        label="Waiting contributions"
        rows={drafts.data}
        error={drafts.error}
        retry={() => void drafts.refetch()}
        empty={<Empty>No signed contribution waits. Signed rows stand here until they are published.</Empty>}
        rowKey={(row) => row.contributionId}
        columns={[
          accountColumn((row) => row.contributor, { key: "who", label: "Contributor" }),
          { key: "rows", label: "Rows", num: true, value: (row) => row.rows, cell: (row) => count(row.rows) },
        ]}
      />
      <WriteAction
        label="Publish version"
        write={publish}
        onPress={() => publish.run(signed.map((draft) => draft.contributionId)).then(() => drafts.refetch())}
        blocks={[
          signed.length === 0 && publish.stage === "idle" && "No signed rows wait.",
          signed.length === 0 && "Published.",
          curator &&
            !isCurator &&
            `Only the curator${nameOf(curator) ? `, ${nameOf(curator)},` : ""} can publish. Switch the account in the header.`,
        ]}
      />
      {signed.length > 0 && (
        <p className="small muted">
          {count(rows)} rows from {signed.length} contribution{signed.length === 1 ? "" : "s"}.
        </p>
      )}
    </Section>
  );
}
