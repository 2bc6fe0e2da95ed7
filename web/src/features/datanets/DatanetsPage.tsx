import { useState } from "react";
import { Input, SearchField } from "react-aria-components";
import { Link } from "react-router";
import { type DatanetSummary, useDatanetDocument, useDatanets } from "../../data/entities/useDatanets.ts";
import { useDatanetNames } from "../../data/names.ts";
import { count } from "../../ui/format.ts";
import { Badge, Button, ButtonLink, Empty, Facts, Page, QueryView } from "../../ui/index.ts";

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
            No datanet yet. A datanet collects rows about one subject and remembers who owns each row.
          </Empty>
        }
      >
        {(data) => <Cards datanets={data.datanets} />}
      </QueryView>
    </Page>
  );
}

const SHOWN = 24;
/** So many can be seen at once without a filter. */
const FEW = 6;

/** A card each; found by name, domain or number. */
function Cards({ datanets }: { datanets: DatanetSummary[] }) {
  const [text, setText] = useState("");
  const [shown, setShown] = useState(SHOWN);
  const nameOf = useDatanetNames(datanets.map(({ id }) => id));
  const wanted = text.trim().toLowerCase();
  const found = datanets.filter(({ id }) => `${nameOf(id)} datanet ${id}`.toLowerCase().includes(wanted));
  return (
    <div className="stack">
      {datanets.length > FEW && (
        <SearchField className="table-filter" aria-label="Filter datanets" value={text} onChange={setText}>
          <Input placeholder="Filter" />
        </SearchField>
      )}
      {found.length === 0 && <p className="muted">No datanet has "{text.trim()}" in its name.</p>}
      <div className="cards">
        {found.slice(0, shown).map((datanet) => (
          <DatanetCard key={datanet.id} datanet={datanet} />
        ))}
      </div>
      {found.length > shown && (
        <div className="row">
          <Button onPress={() => setShown(shown + SHOWN)}>Show more</Button>
          <span className="small muted">
            {shown} of {count(found.length)}
          </span>
        </div>
      )}
    </div>
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
          ["Models trained on it", count(datanet.modelCount)],
          ["Licence", document.data ? `${document.data.licence}, ${document.data.access}` : "…"],
        ]}
      />
    </Link>
  );
}
