import { Link } from "react-router";
import { type DatanetSummary, useDatanetDocument, useDatanets } from "../../data/entities/useDatanets.ts";
import { count } from "../../ui/format.ts";
import { Badge, ButtonLink, Empty, Facts, Page, QueryView } from "../../ui/index.ts";

export function DatanetsPage() {
  const query = useDatanets();
  return (
    <Page
      question="Which data can I build on, and whose is it?"
      title="Datanets"
      actions={
        <ButtonLink to="/datanets/new" variant="primary">
          Create datanet
        </ButtonLink>
      }
    >
      <QueryView
        query={query}
        isEmpty={(data) => data.datanets.length === 0}
        empty={
          <Empty
            action={<ButtonLink to="/datanets/new">Create datanet</ButtonLink>}
            example="For example: customer messages in eight intents, from four contributors."
          >
            No datanet yet. A datanet pools rows of one domain and remembers whose each row is.
          </Empty>
        }
      >
        {(data) => (
          <div className="cards">
            {data.datanets.map((datanet) => (
              <DatanetCard key={datanet.id} datanet={datanet} />
            ))}
          </div>
        )}
      </QueryView>
    </Page>
  );
}

function DatanetCard({ datanet }: { datanet: DatanetSummary }) {
  const document = useDatanetDocument(datanet.metadataCid);
  const sealed = datanet.latestSealedVersion;
  const name = document.data?.name ?? `Datanet ${datanet.id}`;
  return (
    <Link to={`/datanets/${datanet.id}`} className="panel card">
      <div className="spread">
        <h2>{name}</h2>
        {sealed ? (
          <Badge tone="good">version {sealed.version} sealed</Badge>
        ) : (
          <Badge tone="plain">{datanet.versionCount > 0 ? "sealing" : "no version"}</Badge>
        )}
      </div>
      <p className="muted clamp">{document.data?.description ?? " "}</p>
      <Facts
        items={[
          ["Rows", count(datanet.rowCount)],
          ["Contributors", count(datanet.contributorCount)],
          ["Exams left", sealed ? `${sealed.batchCount - sealed.batchesConsumed} of ${sealed.batchCount}` : "none yet"],
          ["Models built on it", count(datanet.modelCount)],
          ["Licence", document.data ? `${document.data.licence}, ${document.data.access}` : "…"],
        ]}
      />
    </Link>
  );
}
