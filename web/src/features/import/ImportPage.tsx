import { useEffect } from "react";
import { useParams } from "react-router";
import { useDatanet, useDatanetDocument } from "../../data/entities/useDatanets.ts";
import { ButtonLink, DraftNote, Empty, ErrorNote, Page, Section, Skeleton } from "../../ui/index.ts";
import { ContributeForm } from "./ContributeForm.tsx";
import { DropFile } from "./DropFile.tsx";
import { EditedAnswers } from "./EditedAnswers.tsx";
import { Findings } from "./Findings.tsx";
import { Preview } from "./Preview.tsx";
import { PublishPanel } from "./PublishPanel.tsx";
import { SealProgress } from "./SealProgress.tsx";
import { useInspect } from "./useImport.ts";
import { mappingFor, useImportDraft } from "./useImportDraft.ts";

/** From a file to a sealed version, on one page that can be left and come back to. */
export function ImportPage() {
  const { id = "" } = useParams();
  const query = useDatanet(id);
  const datanet = query.data?.datanet;
  const name = useDatanetDocument(datanet?.metadataCid).data?.name ?? `Datanet ${id}`;
  const inspect = useInspect();
  const draft = useImportDraft(id);
  const { file, mapping } = draft;

  const open = (chosen: File) => {
    draft.choose(chosen);
    inspect.mutate(chosen, {
      onSuccess: (found) => draft.map(mappingFor(mapping, found.columns, found.suggestedMapping)),
    });
  };
  const clear = () => {
    draft.discard();
    inspect.reset();
  };
  // Back on the page with a file of before: it is read again.
  const isUnread = file !== undefined && inspect.status === "idle";
  const { mutate } = inspect;
  useEffect(() => {
    if (isUnread) mutate(file);
  }, [isUnread, mutate, file]);

  if (query.data && !datanet) {
    return (
      <Page question="What is in this file, and who signs for it?" title="Import rows">
        <Empty action={<ButtonLink to="/datanets">All datanets</ButtonLink>}>
          No datanet has the number {id}, so there is nothing to import into. See all datanets.
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
        note="CSV or JSONL with one message and one label per row, at most 8 MB. Nothing is kept until you sign."
      >
        <DropFile file={file} onFile={open} />
        {draft.missingFile && (
          <p className="small muted" role="status">
            Choose "{draft.missingFile}" again. Your columns and answers are kept. The file is not, because a browser
            gives it only while the page is open.
          </p>
        )}
        <DraftNote draft={{ isKept: draft.isKept, discard: clear }} />
        {!file && <EditedAnswers datanetId={id} onFile={open} />}
        {inspect.isPending && <Skeleton lines={5} label="Reading the file" />}
        {inspect.error && <ErrorNote error={inspect.error} />}
      </Section>
      {inspect.data && file && (
        <>
          <Section
            title="2. Columns"
            note={`${inspect.data.format.toUpperCase()}, ${inspect.data.rowCount.toLocaleString("en-US")} rows. Change a column if the guess is wrong.`}
          >
            <Preview inspection={inspect.data} mapping={mapping} onMapping={draft.map} />
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
              metadata={draft.metadata}
              onMetadata={draft.describe}
              onDone={clear}
            />
          </Section>
        </>
      )}
      {!file && (
        <p className="small muted">
          Next: 2. Columns, 3. Findings, 4. Sign. They open when you choose a file. Nothing goes on chain before you
          publish.
        </p>
      )}
      <PublishPanel datanetId={id} curator={datanet?.curator} />
      {datanet?.latestVersion && <SealProgress datanet={datanet} />}
    </Page>
  );
}
