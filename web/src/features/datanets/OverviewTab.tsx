import { Link } from "react-router";
import { useNameOf } from "../../data/config.ts";
import type { DatanetDocument, DatanetRecord } from "../../data/entities/useDatanets.ts";
import { count } from "../../ui/format.ts";
import { AddressLink, CidLink, Facts, Moment, Section, TxLink } from "../../ui/index.ts";
import { ActivityFeed } from "../activity/index.ts";
import { BondPanel } from "./BondPanel.tsx";

export function OverviewTab({ datanet, document }: { datanet: DatanetRecord; document: DatanetDocument | undefined }) {
  const nameOf = useNameOf();
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
            ["Curator", <AddressLink key="c" address={datanet.curator} name={nameOf(datanet.curator)} />],
            ["Key custodian", <AddressLink key="k" address={datanet.custodian} name={nameOf(datanet.custodian)} />],
            ["Description on IPFS", <CidLink key="m" cid={datanet.metadataCid} />],
            ["Created", <Moment key="t" at={datanet.createdAt} />],
            ["By transaction", <TxLink key="x" hash={datanet.createdTx} />],
            [
              "Models built on it",
              datanet.models.length === 0 ? (
                "none yet"
              ) : (
                <span key="m" className="row">
                  {datanet.models.map((model) => (
                    <Link key={model.id} to={`/models/${model.id}`}>
                      model {model.id}
                    </Link>
                  ))}
                </span>
              ),
            ],
          ]}
        />
      </div>
      <BondPanel datanet={datanet} />
      <Section title="What happened here">
        <ActivityFeed where={{ datanet: datanet.id }} first={20} />
      </Section>
    </div>
  );
}
