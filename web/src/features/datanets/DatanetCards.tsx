import type { ReactNode } from "react";
import { Link } from "react-router";
import { type DatanetSummary, useDatanetDocument, type useDatanetPages } from "../../data/entities/useDatanets.ts";
import { useDatanetNames } from "../../data/names.ts";
import { count } from "../../ui/format.ts";
import { Badge, Facts, Table, timeColumn } from "../../ui/index.ts";
import { datanetColumn, useAccountColumn } from "../names/index.ts";

interface DatanetCardsProps {
  label?: string;
  pages: ReturnType<typeof useDatanetPages>;
  empty: ReactNode;
}

/** A card for each datanet. */
export function DatanetCards({ label = "Datanets", pages, empty }: DatanetCardsProps) {
  const { rows = [] } = pages;
  const nameOf = useDatanetNames(rows.map(({ id }) => id));
  const accountColumn = useAccountColumn();
  return (
    <Table<DatanetSummary>
      label={label}
      isList
      {...pages}
      empty={empty}
      rowKey={(row) => row.id}
      card={(row) => <DatanetCard datanet={row} name={nameOf(row.id)} />}
      columns={[
        datanetColumn((row) => ({ id: row.id }), nameOf, { key: "name", label: "Datanet" }),
        { key: "rows", label: "Rows", num: true, value: (row) => row.rowCount },
        { key: "who", label: "Contributors", num: true, value: (row) => row.contributorCount },
        { key: "left", label: "Exams left", num: true, value: examsLeft },
        { key: "models", label: "Models", num: true, value: (row) => row.modelCount },
        { key: "versions", label: "Versions", num: true, value: (row) => row.versionCount },
        accountColumn((row) => row.curator, { key: "curator", label: "Curator" }),
        timeColumn((row) => row.createdAt, { key: "when", label: "Created" }),
      ]}
    />
  );
}

const examsLeft = ({ latestSealedVersion: sealed }: DatanetSummary): number | undefined =>
  sealed ? sealed.batchCount - sealed.batchesConsumed : undefined;

function DatanetCard({ datanet, name }: { datanet: DatanetSummary; name: string }) {
  const document = useDatanetDocument(datanet.metadataCid);
  const sealed = datanet.latestSealedVersion;
  return (
    <Link to={`/datanets/${datanet.id}`} className="panel card">
      <div className="spread">
        <h2>{name}</h2>
        {sealed ? (
          <Badge tone={sealed.state === "SEALED" ? "good" : "bad"}>
            version {sealed.version} {sealed.state === "SEALED" ? "sealed" : "withdrawn"}
          </Badge>
        ) : (
          <Badge tone="plain">{datanet.versionCount > 0 ? "sealing" : "no version"}</Badge>
        )}
      </div>
      <p className="muted clamp">{document.data?.description ?? " "}</p>
      <Facts
        items={[
          ["Rows", count(datanet.rowCount)],
          ["Contributors", count(datanet.contributorCount)],
          ["Exams left", sealed ? `${examsLeft(datanet)} of ${sealed.batchCount}` : "none yet"],
          ["Models trained on it", count(datanet.modelCount)],
          ["Licence", document.data ? `${document.data.licence}, ${document.data.access}` : "…"],
        ]}
      />
    </Link>
  );
}
