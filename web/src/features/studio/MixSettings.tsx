import { ROBUSTNESS_KINDS } from "@assay/sdk/documents";
import { KIND_WORDS } from "../../data/entities/mix.ts";
import { CheckField, NumberField } from "../../ui/index.ts";
import type { SettingsProps } from "./MainSettings.tsx";

/** The robustness mix: how many showings are perturbed, and how. None of it is what the suite does. */
export function MixSettings({ value, problems, onChange }: SettingsProps) {
  const toggle = (kind: (typeof ROBUSTNESS_KINDS)[number], isOn: boolean) =>
    onChange({
      robustnessKinds: ROBUSTNESS_KINDS.filter((one) => (one === kind ? isOn : value.robustnessKinds.includes(one))),
    });
  return (
    <fieldset className="stack-tight plain-fieldset">
      <legend>Robustness mix</legend>
      <p className="small muted">
        Rows shown under some of what users do to them, so that the model holds up when asked again. Its wordings are
        not those of the suite.
      </p>
      <div className="fields-3">
        <NumberField
          label="Share of showings"
          help="0 is off, 1 perturbs every showing; 0.5 shows each row plain and perturbed by turns"
          value={value.robustnessMix}
          onChange={(robustnessMix) => onChange({ robustnessMix })}
          error={problems.robustnessMix ?? problems.robustnessKinds}
        />
      </div>
      <div className="halves">
        {ROBUSTNESS_KINDS.map((kind) => (
          <CheckField
            key={kind}
            label={KIND_WORDS[kind].label}
            help={KIND_WORDS[kind].help}
            value={value.robustnessKinds.includes(kind)}
            onChange={(isOn) => toggle(kind, isOn)}
          />
        ))}
      </div>
    </fieldset>
  );
}
