import { ROBUSTNESS_KINDS } from "@assay/sdk/documents";
import { KIND_WORDS } from "../../data/entities/mix.ts";
import { CheckField, NumberField } from "../../ui/index.ts";
import type { SettingsProps } from "./MainSettings.tsx";

/** The robustness mix: how many examples are altered, and how. The suite alters them in different ways. */
export function MixSettings({ value, problems, onChange }: SettingsProps) {
  const toggle = (kind: (typeof ROBUSTNESS_KINDS)[number], isOn: boolean) =>
    onChange({
      robustnessKinds: ROBUSTNESS_KINDS.filter((one) => (one === kind ? isOn : value.robustnessKinds.includes(one))),
    });
  return (
    <fieldset className="stack-tight plain-fieldset">
      <legend>Robustness mix</legend>
      <p className="small muted">
        Shows some examples the way users write them, so that the model answers the same when they do. The wordings are
        different from those of the exam.
      </p>
      <div className="fields-3">
        <NumberField
          label="Share of altered examples"
          help="0 is off, 1 alters every example; 0.5 shows each row as written and altered by turns"
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
