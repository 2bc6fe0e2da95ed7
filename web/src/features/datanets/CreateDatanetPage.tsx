import { useState } from "react";
import { useNavigate } from "react-router";
import { Page, SelectField, TextField } from "../../ui/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { useCreateDatanet } from "./useCreateDatanet.ts";

const LICENCES = ["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "Apache-2.0", "Proprietary"].map((id) => ({ id, label: id }));
const ACCESS = [
  { id: "open", label: "open", note: "anyone may train; every use is paid" },
  { id: "granted", label: "granted", note: "each training needs a grant by the curator" },
];

const EMPTY = {
  name: "",
  description: "",
  domain: "",
  licence: "CC-BY-4.0",
  access: "open" as "open" | "granted",
};

export function CreateDatanetPage() {
  const navigate = useNavigate();
  const [form, setForm] = useState(EMPTY);
  const set = (field: Exclude<keyof typeof form, "access">) => (value: string) => setForm({ ...form, [field]: value });
  const write = useCreateDatanet();
  const create = async () => {
    const result = await write.run(form);
    if (result) void navigate(`/datanets/${result.datanetId}/import`);
  };
  return (
    <Page
      question="What will this datanet hold, and who may use it?"
      title="Create datanet"
      crumbs={[{ label: "Datanets", to: "/datanets" }]}
    >
      <div className="panel narrow">
        <TextField label="Name" value={form.name} onChange={set("name")} placeholder="Support intents" />
        <TextField
          label="Domain"
          value={form.domain}
          onChange={set("domain")}
          placeholder="customer support"
          help="One line that tells what the rows are about."
        />
        <TextField
          label="Description"
          value={form.description}
          onChange={set("description")}
          lines={3}
          placeholder="Customer messages and the intent behind each."
        />
        <SelectField label="Licence" value={form.licence} onChange={set("licence")} options={LICENCES} />
        <SelectField
          label="Access"
          value={form.access}
          onChange={(access) => setForm({ ...form, access: access === "granted" ? access : "open" })}
          options={ACCESS}
        />
        <WriteAction
          label="Create datanet"
          write={write}
          onPress={() => void create()}
          blocks={[
            form.name.trim() === "" && "Give it a name first.",
            form.domain.trim() === "" && "Say what domain its rows are from.",
          ]}
        />
        <p className="small muted">
          You become its curator. Rows stay encrypted; keys are kept by this portal's custodian and released to trainers
          by your access rule.
        </p>
      </div>
    </Page>
  );
}
