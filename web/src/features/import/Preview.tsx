import type { Inspection, Mapping } from "@assay/sdk/api";
import { SelectField, Table } from "../../ui/index.ts";

const NONE = "(none)";
const FIELDS: { id: keyof Mapping; label: string; help: string; required: boolean }[] = [
  { id: "text", label: "Text column", help: "what the model reads", required: true },
  { id: "label", label: "Label column", help: "what it should answer", required: true },
  {
    id: "contributor",
    label: "Contributor column",
    help: "addresses; you then sign only for your own rows",
    required: false,
  },
  {
    id: "group",
    label: "Group column",
    help: "similar rows share a group; they land on the same side of the split",
    required: false,
  },
];

/** The first rows as found, and which column means what. */
export function Preview(props: {
  inspection: Inspection;
  mapping: Partial<Mapping>;
  onMapping: (mapping: Partial<Mapping>) => void;
}) {
  const { inspection, mapping } = props;
  const change = (field: keyof Mapping) => (column: string) => {
    const { [field]: _old, ...rest } = mapping;
    props.onMapping(column === NONE ? rest : { ...rest, [field]: column });
  };
  const role = (column: string) => FIELDS.find((field) => mapping[field.id] === column)?.id;
  return (
    <div className="stack">
      <div className="fields-3">
        {FIELDS.map((field) => (
          <SelectField
            key={field.id}
            label={field.label}
            help={field.help}
            value={mapping[field.id] ?? NONE}
            onChange={change(field.id)}
            options={[...(field.required && mapping[field.id] ? [] : [NONE]), ...inspection.columns].map((id) => ({
              id,
              label: id,
            }))}
          />
        ))}
      </div>
      <Table<string[]>
        label="Preview"
        rows={inspection.preview}
        rowKey={(_row, i) => String(i)}
        columns={inspection.columns.map((column, i) => ({
          key: column,
          label: role(column) ? `${column} → ${role(column)}` : column,
          wide: role(column) !== "text" && role(column) !== "label",
          value: (row) => row[i],
          cell: (row) => <span className={role(column) ? "" : "muted"}>{row[i]}</span>,
        }))}
      />
    </div>
  );
}
