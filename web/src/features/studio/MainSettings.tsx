import { NumberField } from "../../ui/index.ts";
import type { Hyperparameters } from "./job.ts";

export interface SettingsProps {
  value: Hyperparameters;
  problems: Partial<Record<keyof Hyperparameters, string>>;
  onChange: (part: Partial<Hyperparameters>) => void;
}

export function MainSettings({ value, problems, onChange }: SettingsProps) {
  return (
    <div className="fields-3">
      <NumberField
        label="Learning rate"
        help="how far each step moves the weights"
        value={value.learningRate}
        onChange={(learningRate) => onChange({ learningRate })}
        min={0}
        max={0.1}
        digits={6}
        error={problems.learningRate}
      />
      <NumberField
        label="Epochs"
        help="how often every row is seen"
        value={value.epochs}
        onChange={(epochs) => onChange({ epochs })}
        min={1}
        max={20}
        error={problems.epochs}
      />
      <NumberField
        label="Batch size"
        help="rows behind one step"
        value={value.batchSize}
        onChange={(batchSize) => onChange({ batchSize })}
        min={1}
        max={64}
        error={problems.batchSize}
      />
      <NumberField
        label="Rank"
        help="how much the adapter can learn (LoRA r)"
        value={value.rank}
        onChange={(rank) => onChange({ rank, alpha: 2 * rank })}
        min={1}
        max={128}
        error={problems.rank}
      />
    </div>
  );
}
