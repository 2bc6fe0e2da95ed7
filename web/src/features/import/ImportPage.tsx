import type { Mapping } from "@assay/sdk/api";
import { useState } from "react";
import { useParams } from "react-router";
import { useDatanet, useDatanetDocument } from "../../data/entities/useDatanets.ts";
import { ButtonLink, Empty, ErrorNote, Page, Section, Skeleton } from "../../ui/index.ts";
import { ContributeForm } from "./ContributeForm.tsx";
import { DropFile } from "./DropFile.tsx";
import { EditedAnswers } from "./EditedAnswers.tsx";
import { Findings } from "./Findings.tsx";
import { Preview } from "./Preview.tsx";
import { PublishPanel } from "./PublishPanel.tsx";
import { SealProgress } from "./SealProgress.tsx";
import { useInspect } from "./useImport.ts";

/** From a file to a sealed version, on one page that can be left and come back to. */
export function ImportPage() {
  const { id = "" } = useParams();
  const query = useDatanet(id);
  const datanet = query.data?.datanet;
  const name = useDatanetDocument(datanet?.metadataCid).data?.name ?? `Datanet ${id}`;
  const inspect = useInspect();
  const [file, setFile] = useState<File>();
  const [mapping, setMapping] = useState<Partial<Mapping>>({});

  const open = async (chosen: File) => {
    setFile(chosen);
    const found = await inspect.mutateAsync(chosen).catch(() => undefined);
    if (found) setMapping(found.suggestedMapping);
  };
  const clear = () => {
    setFile(undefined);
    inspect.reset();
  };

  if (query.data && !datanet) {
    return (
      <Page question="What is in this file, and who signs for it?" title="Import rows">
        <Empty action={<ButtonLink to="/datanets">All datanets</ButtonLink>}>
          There is no datanet {id} in the index, so there is nothing to import into.
        </Empty>
      </Page>
    );
  }
  return (
    <Page
      question="What is in this file, and who signs for it?"
      title="Import rows"
      crumbs={[
        { label: "Datanets", to: "/datanets" },
        { label: name, to: `/datanets/${id}` },
      ]}
    >
      <Section
        title="1. File"
        note="CSV or JSONL with one message and one label per row, 8 MB at most. Nothing is kept until you sign."
      >
        <DropFile file={file} onFile={(chosen) => void open(chosen)} />
        {!file && <EditedAnswers datanetId={id} onFile={(chosen) => void open(chosen)} />}
        {inspect.isPending && <Skeleton lines={5} label="Reading the file" />}
        {inspect.error && <ErrorNote error={inspect.error} />}
      </Section>
      {inspect.data && file && (
        <>
          <Section
            title="2. Columns"
            note={`${inspect.data.format.toUpperCase()}, ${inspect.data.rowCount.toLocaleString("en-US")} rows. Change a column if the guess is wrong.`}
          >
            <Preview inspection={inspect.data} mapping={mapping} onMapping={setMapping} />
          </Section>
          <Section title="3. Findings">
            <Findings findings={inspect.data.findings} />
          </Section>
          <Section
            title="4. Sign"
            note="Your signature covers exactly these rows. It makes you their owner in every version that holds them."
          >
            <ContributeForm
              datanetId={id}
              file={file}
              mapping={mapping}
              findings={inspect.data.findings}
              onDone={clear}
            />
          </Section>
        </>
      )}
      {!file && (
        <p className="small muted">
          Next: 2. Columns, 3. Findings, 4. Sign. They open with the file, and nothing is sent to the chain before you
          publish.
        </p>
      )}
      <PublishPanel datanetId={id} curator={datanet?.curator} />
      {datanet?.latestVersion && <SealProgress datanet={datanet} />}
    </Page>
  );
}
