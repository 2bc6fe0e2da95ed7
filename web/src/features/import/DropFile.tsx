import { DropZone, type FileDropItem, FileTrigger } from "react-aria-components";
import { bytes } from "../../ui/format.ts";
import { Button } from "../../ui/index.ts";

const TYPES = [".csv", ".jsonl", ".ndjson", ".json", ".txt", ".tsv"];

export function DropFile({ file, onFile }: { file: File | undefined; onFile: (file: File) => void }) {
  return (
    <DropZone
      className="drop"
      aria-label="Drop a CSV or JSONL file"
      onDrop={(event) => {
        const item = event.items.find((one): one is FileDropItem => one.kind === "file");
        if (item) void item.getFile().then(onFile);
      }}
    >
      <span>{file ? `${file.name}, ${bytes(file.size)}` : "Drop a CSV or JSONL file here"}</span>
      <FileTrigger
        acceptedFileTypes={TYPES}
        onSelect={(list) => {
          const chosen = list?.item(0);
          if (chosen) onFile(chosen);
        }}
      >
        <Button>{file ? "Choose another file" : "Choose file"}</Button>
      </FileTrigger>
    </DropZone>
  );
}
