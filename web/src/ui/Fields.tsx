import type { ReactNode } from "react";
import {
  Button as AriaButton,
  Select as AriaSelect,
  TextField as AriaTextField,
  Checkbox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
  TextArea,
} from "react-aria-components";

interface Common {
  label: string;
  /** The field's own term or a one-sentence explanation, in small type. */
  help?: ReactNode;
  error?: string | undefined;
  isDisabled?: boolean;
  /** Read out only: what the field holds says enough to the eye. */
  isLabelHidden?: boolean;
}

function Help({ help, error }: { help?: ReactNode; error?: string | undefined }) {
  return (
    <>
      {help && !error && (
        <Text slot="description" className="small muted">
          {help}
        </Text>
      )}
      <FieldError className="small bad">{error}</FieldError>
    </>
  );
}

export function TextField(
  props: Common & {
    value: string;
    onChange: (value: string) => void;
    placeholder?: string;
    lines?: number;
    /** Which keyboard a phone shows. */
    inputMode?: "decimal" | "text";
    /** As many characters as are taken; what is over is said at the field. */
    maxLength?: number;
  },
) {
  const error = props.error ?? lengthProblem(props.label, props.value, props.maxLength);
  return (
    <AriaTextField
      className="field"
      value={props.value}
      onChange={props.onChange}
      isInvalid={Boolean(error)}
      isDisabled={props.isDisabled ?? false}
    >
      <Label>{props.label}</Label>
      {props.lines ? (
        <TextArea rows={props.lines} placeholder={props.placeholder ?? ""} />
      ) : (
        <Input placeholder={props.placeholder ?? ""} inputMode={props.inputMode ?? "text"} />
      )}
      <Help help={props.help} error={error} />
    </AriaTextField>
  );
}

/** What to do about a text that is too long; undefined where it is not. */
export const lengthProblem = (label: string, value: string, most: number | undefined): string | undefined =>
  most !== undefined && value.trim().length > most
    ? `Shorten the ${label.toLowerCase()} to ${most} characters.`
    : undefined;

export interface Option {
  id: string;
  label: string;
  note?: string;
  isDisabled?: boolean;
}

export function SelectField(
  props: Common & { value: string | null; onChange: (value: string) => void; options: Option[]; placeholder?: string },
) {
  return (
    <AriaSelect
      className="field"
      selectedKey={props.value}
      onSelectionChange={(key) => key !== null && props.onChange(String(key))}
      placeholder={props.placeholder ?? "Choose"}
      isInvalid={Boolean(props.error)}
      isDisabled={props.isDisabled ?? false}
    >
      <Label className={props.isLabelHidden ? "visually-hidden" : ""}>{props.label}</Label>
      <AriaButton className="select-button">
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </AriaButton>
      <Help help={props.help} error={props.error} />
      <Popover className="popover">
        <ListBox items={props.options} className="listbox">
          {(option) => (
            <ListBoxItem
              id={option.id}
              textValue={option.label}
              isDisabled={option.isDisabled ?? false}
              className="option"
            >
              <Text slot="label">{option.label}</Text>
              {option.note && (
                <Text slot="description" className="small muted">
                  {option.note}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function CheckField(props: {
  label: string;
  help?: string;
  value: boolean;
  onChange: (value: boolean) => void;
}) {
  return (
    <div className="check">
      <Checkbox isSelected={props.value} onChange={props.onChange} className="check-box">
        <span className="check-mark" aria-hidden="true">
          {props.value ? "✓" : ""}
        </span>
        {props.label}
      </Checkbox>
      {props.help && <p className="small muted">{props.help}</p>}
    </div>
  );
}
