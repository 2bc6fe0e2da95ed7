import { useNameOf } from "../../data/config.ts";
import { useWallet } from "../../data/wallet/useWallet.ts";
import { count } from "../../ui/format.ts";
import { AddressLink, Empty, QueryView, Section, Table } from "../../ui/index.ts";
import { WriteAction } from "../wallet/index.ts";
import type { Draft } from "./api.ts";
import { useDrafts, usePublish } from "./useImport.ts";

/** Signed contributions that wait, and the step that makes a version of them. */
export function PublishPanel({ datanetId, curator }: { datanetId: string; curator: string | undefined }) {
  const drafts = useDrafts(datanetId);
  const publish = usePublish(datanetId);
  const wallet = useWallet();
  const nameOf = useNameOf();
  const signed = drafts.data ?? [];
  const isCurator = wallet.address?.toLowerCase() === curator?.toLowerCase();
  const rows = signed.reduce((sum, draft) => sum + draft.rows, 0);
  return (
    <Section title="5. Publish" note="A version commits a Merkle root over all its rows. Versions are only ever added.">
      <QueryView
        query={drafts}
        lines={2}
        isEmpty={(list) => list.length === 0}
        empty={<Empty>No signed contribution waits. Signed rows appear here and stay until they are published.</Empty>}
      >
        {(list) => (
          <Table<Draft>
            label="Waiting contributions"
            rows={list}
            rowKey={(row) => row.contributionId}
            columns={[
              {
                key: "who",
                label: "Contributor",
                cell: (row) => <AddressLink address={row.contributor} name={nameOf(row.contributor)} />,
              },
              { key: "rows", label: "Rows", num: true, cell: (row) => count(row.rows) },
            ]}
          />
        )}
      </QueryView>
      <WriteAction
        label="Publish version"
        write={publish}
        onPress={() => void publish.run(signed.map((draft) => draft.contributionId)).then(() => drafts.refetch())}
        blocks={[
          signed.length === 0 && publish.stage === "idle" && "Nothing signed waits for publishing.",
          signed.length === 0 && "Published.",
          curator &&
            !isCurator &&
            `Only the curator${nameOf(curator) ? `, ${nameOf(curator)},` : ""} can publish. Switch account in the header.`,
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
