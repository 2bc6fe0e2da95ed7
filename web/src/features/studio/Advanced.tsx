import { useState } from "react";
import { Disclosure, DisclosurePanel } from "react-aria-components";
import { Button, NumberField } from "../../ui/index.ts";
import type { SettingsProps } from "./MainSettings.tsx";
import { MixSettings } from "./MixSettings.tsx";

/** Everything that has a good default. */
export function Advanced({ value, problems, onChange }: SettingsProps) {
  const [open, setOpen] = useState(false);
  return (
    <Disclosure isExpanded={open} onExpandedChange={setOpen} className="stack">
      <div>
        <Button slot="trigger">{open ? "Hide advanced" : "Advanced"}</Button>
      </div>
      <DisclosurePanel>
        <div className="panel">
          <div className="fields-3">
            <NumberField
              label="Alpha"
              help="scale of the adapter (LoRA alpha)"
              value={value.alpha}
              onChange={(alpha) => onChange({ alpha })}
              error={problems.alpha}
            />
            <NumberField
              label="Dropout"
              help="share of adapter inputs left out while training"
              value={value.dropout}
              onChange={(dropout) => onChange({ dropout })}
              error={problems.dropout}
            />
            <NumberField
              label="Longest row"
              help="tokens kept of a row (max length)"
              value={value.maxLength}
              onChange={(maxLength) => onChange({ maxLength })}
              error={problems.maxLength}
            />
            <NumberField
              label="Seed"
              help="same seed, same run on the same machine class"
              value={value.seed}
              onChange={(seed) => onChange({ seed })}
              error={problems.seed}
            />
          </div>
          <MixSettings value={value} problems={problems} onChange={onChange} />
        </div>
      </DisclosurePanel>
    </Disclosure>
  );
}
