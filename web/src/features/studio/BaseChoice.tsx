import type { Base } from "@assay/sdk/api";
import { ChoiceCards, QueryView } from "../../ui/index.ts";
import { useBases } from "./useStudio.ts";

/** The bases that can be trained here and now; those that lack weights are named below, with what they lack. */
export function BaseChoice({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const bases = useBases();
  return (
    <QueryView query={bases}>
      {(list) => (
        <div className="stack-tight">
          <ChoiceCards
            label="Base model"
            value={value}
            onChange={onChange}
            choices={list
              .filter((one) => one.available)
              .map((one) => ({ id: one.id, label: one.name, note: `${parameters(one.params)}, ${one.licence}` }))}
          />
          <Missing bases={list.filter((one) => !one.available)} />
        </div>
      )}
    </QueryView>
  );
}

function Missing({ bases }: { bases: Base[] }) {
  if (bases.length === 0) return null;
  return (
    <details>
      <summary className="small">
        {bases.length} more base{bases.length === 1 ? "" : "s"}, without weights on this machine
      </summary>
      <ul className="missing-bases small">
        {bases.map((base) => (
          <li key={base.id}>
            <strong>{base.name}</strong> <span className="muted">{parameters(base.params)}</span>
            <p className="muted">{base.reason ?? "Its weights are not on this machine."}</p>
          </li>
        ))}
      </ul>
    </details>
  );
}

const parameters = (millions: number): string =>
  millions >= 1000 ? `${(millions / 1000).toFixed(1)} B parameters` : `${millions} M parameters`;
