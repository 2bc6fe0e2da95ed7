import { useState } from "react";
import { useDraft } from "../../data/useDraft.ts";
import type { ContributionMetadata, Mapping } from "./api.ts";

/** What a person has put into an import; the file itself stays only while the app is open. */
interface ImportDraft {
  fileName: string;
  mapping: Partial<Mapping>;
  metadata: ContributionMetadata;
}

const EMPTY: ImportDraft = {
  fileName: "",
  mapping: {},
  metadata: { origin: "", licence: "CC-BY-4.0", intendedUse: "fine-tuning and evaluation", why: "" },
};

/** Files chosen in this visit, by datanet: a browser gives none back after a reload. */
const files = new Map<string, File>();

/** An unfinished import of a datanet, kept over Back; over a reload all of it but the file. */
export function useImportDraft(datanetId: string) {
  const draft = useDraft(`import-${datanetId}`, EMPTY);
  const [file, setFile] = useState(() => files.get(datanetId));
  return {
    ...draft.value,
    file,
    isKept: draft.isKept,
    /** The name of the file that has to be chosen again; undefined where none is missing. */
    missingFile: file === undefined && draft.value.fileName !== "" ? draft.value.fileName : undefined,
    choose: (chosen: File) => {
      files.set(datanetId, chosen);
      setFile(chosen);
      draft.set((last) => ({ ...last, fileName: chosen.name }));
    },
    map: (mapping: Partial<Mapping>) => draft.set((last) => ({ ...last, mapping })),
    describe: (metadata: ContributionMetadata) => draft.set((last) => ({ ...last, metadata })),
    discard: () => {
      files.delete(datanetId);
      setFile(undefined);
      draft.discard();
    },
  };
}

/** The kept mapping where every column it names is in the file; else the suggested one. */
export function mappingFor(kept: Partial<Mapping>, columns: readonly string[], suggested: Partial<Mapping>) {
  const named = Object.values(kept);
  return named.length > 0 && named.every((column) => columns.includes(column)) ? kept : suggested;
}
