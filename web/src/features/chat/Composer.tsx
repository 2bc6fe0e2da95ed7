import { type ReactNode, useState } from "react";
import { Form } from "react-aria-components";
import { Button, TextField } from "../../ui/index.ts";

interface ComposerProps {
  busy: boolean;
  onSend: (question: string) => void;
  label?: string;
  /** what stands in the field at first */
  initial?: string;
  extra?: (question: string, clear: () => void) => ReactNode;
}

/** Where a message is written; Enter sends it. */
export function Composer({ busy, onSend, label = "Ask", initial = "", extra }: ComposerProps) {
  const [text, setText] = useState(initial);
  const question = text.trim();
  const clear = () => setText("");
  return (
    <Form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        if (question === "" || busy) return;
        onSend(question);
        clear();
      }}
    >
      <TextField label="Message" value={text} onChange={setText} placeholder="Write a message" />
      <Button type="submit" variant="primary" isDisabled={busy || question === ""}>
        {label}
      </Button>
      {extra?.(question, clear)}
    </Form>
  );
}
