import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from "react-aria-components";

interface SliderFieldProps {
  label: string;
  /** The value in words, beside the label. */
  words: string;
  help?: string;
  value: number;
  onChange: (value: number) => void;
  min: number;
  max: number;
  step: number;
  /** Where the value stands in truth; marked on the track. */
  mark?: { value: number; label: string } | undefined;
}

/** A value that can be moved to see what follows; the present one stays marked. */
export function SliderField({ label, words, help, value, onChange, min, max, step, mark }: SliderFieldProps) {
  const place = mark && max > min ? (100 * (mark.value - min)) / (max - min) : undefined;
  return (
    <Slider
      className="slider"
      value={value}
      onChange={(next) => onChange(Number(next))}
      minValue={min}
      maxValue={max}
      step={step}
    >
      <div className="spread">
        <Label>{label}</Label>
        <SliderOutput>{words}</SliderOutput>
      </div>
      <SliderTrack className="slider-track">
        {place !== undefined && <span className="slider-mark" style={{ left: `${place}%` }} title={mark?.label} />}
        <SliderThumb className="slider-thumb" aria-label={label} />
      </SliderTrack>
      <span className="small muted">{[mark && `Now ${mark.label}.`, help].filter(Boolean).join(" ")}</span>
    </Slider>
  );
}
