import { useParams } from "react-router";
import { bytes, shortCid } from "../../ui/format.ts";
import { CopyButton, Note, Page, QueryView } from "../../ui/index.ts";
import { useContent } from "./useExplorer.ts";

export function ContentPage() {
  const { cid = "" } = useParams();
  const query = useContent(cid);
  return (
    <Page
      question="What is stored under this content address?"
      title={shortCid(cid)}
      actions={
        <a className="button button-plain" href={`/ipfs/${cid}`} download={cid}>
          Download
        </a>
      }
    >
      <p className="row">
        <code className="break">{cid}</code>
        <CopyButton text={cid} label={`Copy CID ${cid}`} />
      </p>
      <QueryView query={query} lines={10}>
        {(view) => (
          <div className="stack">
            <p className="muted">{bytes(view.size)}. The portal checked that the hash of the bytes is this address.</p>
            {view.text === undefined ? (
              <Note>These bytes are not text. Download them to look inside.</Note>
            ) : (
              <pre className="panel content">{view.text}</pre>
            )}
          </div>
        )}
      </QueryView>
    </Page>
  );
}
