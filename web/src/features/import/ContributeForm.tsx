import { ErrorNote, SelectField, TextField } from "../../ui/index.ts";
import { WalletAction } from "../wallet/index.ts";
import type { ContributionMetadata, Finding, Mapping } from "./api.ts";
import { useContribute } from "./useImport.ts";

const LICENCES = ["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "Apache-2.0", "Proprietary"].map((id) => ({ id, label: id }));

export function ContributeForm(props: {
  datanetId: string;
  file: File;
  mapping: Partial<Mapping>;
  findings: Finding[];
  metadata: ContributionMetadata;
  onMetadata: (metadata: ContributionMetadata) => void;
  onDone: () => void;
}) {
  const { metadata } = props;
  const set = (field: keyof typeof metadata) => (value: string) => props.onMetadata({ ...metadata, [field]: value });
  const contribute = useContribute(props.datanetId);
  const { text, label } = props.mapping;
  const sign = () => {
    if (!text || !label) return;
    contribute.mutate(
      { file: props.file, mapping: { ...props.mapping, text, label }, metadata },
      { onSuccess: props.onDone },
    );
  };
  return (
    <div className="stack">
      <div className="halves">
        <TextField
          label="Origin"
          value={metadata.origin}
          onChange={set("origin")}
          placeholder="Our own support inbox, 2025"
          help="Where these rows come from."
        />
        <TextField
          label="Why it helps"
          value={metadata.why}
          onChange={set("why")}
          placeholder="Short messages the base model mislabels"
        />
        <SelectField
          label="Licence of these rows"
          value={metadata.licence}
          onChange={set("licence")}
          options={LICENCES}
        />
        <TextField label="Intended use" value={metadata.intendedUse} onChange={set("intendedUse")} />
      </div>
      <WalletAction
        label="Sign contribution"
        onPress={sign}
        busy={contribute.isPending}
        blocks={[
          !text && "Choose the text column.",
          !label && "Choose the label column.",
          text !== undefined && text === label && "Text and label need two different columns.",
          props.findings.some((finding) => finding.severity === "blocking") &&
            'Fix the rows marked "must be fixed" in the file, then choose it again.',
          metadata.origin.trim() === "" && "Say where the rows come from.",
          metadata.why.trim() === "" && "Say why they help.",
        ]}
      />
      {contribute.isPending && (
        <p className="small muted" role="status">
          Sending the rows. Your wallet then asks for a signature.
        </p>
      )}
      {contribute.error && <ErrorNote error={contribute.error} />}
    </div>
  );
}
