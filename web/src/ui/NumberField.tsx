import { useState } from "react";
import { TextField } from "./Fields.tsx";
import { parseNumber } from "./format.ts";

interface NumberProps {
  label: string;
  help?: string;
  /** NaN when the text in the field is not a number. */
  value: number;
  onChange: (value: number) => void;
  /** What is wrong with the value, in a sentence; shown at once, before anything is sent. */
  error?: string | undefined;
}

/** A number as people type it (`0.001`, `1e-3`): what was typed stays, right or wrong, so that it can be fixed. */
export function NumberField({ label, help, value, onChange, error }: NumberProps) {
  const [typed, setTyped] = useState<string>();
  const shown = typed !== undefined && Object.is(parseNumber(typed), value) ? typed : plain(value);
  return (
    <TextField
      label={label}
      help={help}
      value={shown}
      inputMode="decimal"
      onChange={(text) => {
        setTyped(text);
        onChange(parseNumber(text));
      }}
      error={error}
    />
  );
}

const plain = (value: number): string => (Number.isNaN(value) ? "" : String(value));
