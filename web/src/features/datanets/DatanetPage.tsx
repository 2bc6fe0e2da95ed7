import { useParams } from "react-router";
import { type DatanetRecord, useDatanet, useDatanetDocument } from "../../data/entities/useDatanets.ts";
import { ButtonLink, Empty, Page, PageTabs, QueryView } from "../../ui/index.ts";
import { AccountLink } from "../names/index.ts";
import { ContributorsTab } from "./ContributorsTab.tsx";
import { ExamsTab } from "./ExamsTab.tsx";
import { ModelsTab } from "./ModelsTab.tsx";
import { OverviewTab } from "./OverviewTab.tsx";
import { RowsTab } from "./RowsTab.tsx";
import { VersionsTab } from "./VersionsTab.tsx";

const QUESTION = "What is in it, whose is it, may I use it?";

export function DatanetPage() {
  const { id = "" } = useParams();
  const query = useDatanet(id);
  if (!query.data?.datanet) {
    return (
      <Page question={QUESTION} title={`Datanet ${id}`} crumbs={[{ label: "Datanets", to: "/datanets" }]}>
        <QueryView
          query={query}
          empty={
            <Empty action={<ButtonLink to="/datanets">All datanets</ButtonLink>}>
              No datanet has the number {id}. See all datanets.
            </Empty>
          }
          isEmpty={() => true}
        >
          {() => null}
        </QueryView>
      </Page>
    );
  }
  return <Detail datanet={query.data.datanet} />;
}

function Detail({ datanet }: { datanet: DatanetRecord }) {
  const document = useDatanetDocument(datanet.metadataCid);
  const newest = datanet.latestSealedVersion;
  const sealed = newest?.state === "SEALED" ? newest : null;
  return (
    <Page
      question={QUESTION}
      title={document.data?.name ?? `Datanet ${datanet.id}`}
      second={
        <>
          Datanet {datanet.id}, kept by <AccountLink address={datanet.curator} inline />
        </>
      }
      crumbs={[{ label: "Datanets", to: "/datanets" }]}
      actions={
        <>
          <ButtonLink to={`/datanets/${datanet.id}/import`} variant={sealed ? "plain" : "primary"}>
            Import rows
          </ButtonLink>
          {sealed && (
            <ButtonLink to={`/studio?datanet=${datanet.id}&version=${sealed.version}`} variant="primary">
              Train on it
            </ButtonLink>
          )}
        </>
      }
    >
      <PageTabs
        label="Datanet"
        tabs={[
          { id: "overview", label: "Overview", content: <OverviewTab datanet={datanet} document={document.data} /> },
          { id: "rows", label: "Rows", content: <RowsTab datanet={datanet} /> },
          { id: "contributors", label: "Contributors", content: <ContributorsTab datanet={datanet} /> },
          { id: "versions", label: "Versions", content: <VersionsTab datanet={datanet} /> },
          { id: "exams", label: "Exams", content: <ExamsTab datanet={datanet} /> },
          { id: "models", label: "Models", content: <ModelsTab datanet={datanet} /> },
        ]}
      />
    </Page>
  );
}
