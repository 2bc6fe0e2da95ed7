import type { DatanetMetadata } from "@assay/sdk/api";
import { useNavigate } from "react-router";
import { useDraft } from "../../data/useDraft.ts";
import { DraftNote, lengthProblem, Page, SelectField, TextField } from "../../ui/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { useCreateDatanet } from "./useCreateDatanet.ts";

const LICENCES = ["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "Apache-2.0", "Proprietary"].map((id) => ({ id, label: id }));
const ACCESS = [
  { id: "open", label: "open", note: "anyone may train; every use is paid" },
  { id: "granted", label: "granted", note: "each training needs a grant by the curator" },
];
const EMPTY: Required<DatanetMetadata> = {
  name: "",
  description: "",
  domain: "",
  licence: "CC-BY-4.0",
  access: "open",
};
/** As many characters as the curator takes. */
const MOST = { name: 120, domain: 120, description: 4000 };

export function CreateDatanetPage() {
  const navigate = useNavigate();
  const draft = useDraft("datanet", EMPTY);
  const form = draft.value;
  const set = (field: keyof typeof form) => (value: string) => draft.set((last) => ({ ...last, [field]: value }));
  const write = useCreateDatanet();
  const create = async () => {
    const result = await write.run(form);
    if (!result) return;
    draft.discard();
    void navigate(`/datanets/${result.datanetId}/import`);
  };
  return (
    <Page
      question="What will this datanet hold, and who may use it?"
      title="Create datanet"
      crumbs={[{ label: "Datanets", to: "/datanets" }]}
    >
      <div className="panel narrow">
        <DraftNote draft={draft} />
        <TextField
          label="Name"
          value={form.name}
          onChange={set("name")}
          placeholder="Support intents"
          maxLength={MOST.name}
        />
        <TextField
          label="Domain"
          value={form.domain}
          onChange={set("domain")}
          placeholder="customer support"
          help="One line that says what the rows are about."
          maxLength={MOST.domain}
        />
        <TextField
          label="Description"
          value={form.description}
          onChange={set("description")}
          lines={3}
          placeholder="Customer messages and the intent behind each."
          maxLength={MOST.description}
        />
        <SelectField label="Licence" value={form.licence} onChange={set("licence")} options={LICENCES} />
        <SelectField label="Access" value={form.access} onChange={set("access")} options={ACCESS} />
        <WriteAction
          label="Create datanet"
          write={write}
          onPress={create}
          blocks={[
            form.name.trim() === "" && "Give it a name first.",
            form.domain.trim() === "" && "Say what domain its rows are from.",
            lengthProblem("name", form.name, MOST.name),
            lengthProblem("domain", form.domain, MOST.domain),
            lengthProblem("description", form.description, MOST.description),
          ]}
        />
        <p className="small muted">
          You become its curator. Rows stay encrypted. This portal's custodian keeps the keys and gives them to trainers
          by your access rule.
        </p>
      </div>
    </Page>
  );
}
