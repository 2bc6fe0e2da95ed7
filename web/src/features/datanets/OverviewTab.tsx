import type { DatanetDocument } from "@assay/sdk/documents";
import type { DatanetRecord } from "../../data/entities/useDatanets.ts";
import { count } from "../../ui/format.ts";
import { CidLink, Facts, Moment, Section, TxLink } from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
import { AccountLink } from "../names/index.ts";
import { BondPanel } from "./BondPanel.tsx";

export function OverviewTab({ datanet, document }: { datanet: DatanetRecord; document: DatanetDocument | undefined }) {
  const sealed = datanet.latestSealedVersion;
  return (
    <div className="stack">
      {document && <p>{document.description}</p>}
      <div className="halves">
        <Facts
          items={[
            ["Rows in the newest version", count(datanet.rowCount)],
            ["Contributors", count(datanet.contributorCount)],
            [
              "Exams left",
              sealed
                ? `${sealed.batchCount - sealed.batchesConsumed} of ${sealed.batchCount}`
                : "none until a version is sealed",
            ],
            ["Domain", document?.domain ?? "…"],
            ["Licence", document?.licence ?? "…"],
            ["Access", document?.access ?? "…"],
          ]}
        />
        <Facts
          items={[
            ["Curator", <AccountLink key="c" address={datanet.curator} />],
            ["Key custodian", <AccountLink key="k" address={datanet.custodian} />],
            ["Description on IPFS", <CidLink key="m" cid={datanet.metadataCid} />],
            ["Created", <Moment key="t" at={datanet.createdAt} />],
            ["By transaction", <TxLink key="x" hash={datanet.createdTx} />],
            ["Models trained on it", count(datanet.modelCount)],
          ]}
        />
      </div>
      <BondPanel datanet={datanet} />
      <Section title="What happened here">
        <ActivityFeed where={{ datanet: datanet.id }} />
      </Section>
    </div>
  );
}
