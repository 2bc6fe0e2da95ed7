import { NumberField } from "../../ui/index.ts";
import type { Hyperparameters, Problems } from "./job.ts";

export interface SettingsProps {
  value: Hyperparameters;
  problems: Problems;
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
        error={problems.learningRate}
      />
      <NumberField
        label="Training epochs"
        help="training epochs: how often every row is seen"
        value={value.epochs}
        onChange={(epochs) => onChange({ epochs })}
        error={problems.epochs}
      />
      <NumberField
        label="Batch size"
        help="rows per step"
        value={value.batchSize}
        onChange={(batchSize) => onChange({ batchSize })}
        error={problems.batchSize}
      />
      <NumberField
        label="Rank"
        help="how much the adapter can learn (LoRA r)"
        value={value.rank}
        onChange={(rank) => onChange(Number.isNaN(rank) ? { rank } : { rank, alpha: 2 * rank })}
        error={problems.rank}
      />
    </div>
  );
}
