import { useState } from "react";
import { Form } from "react-aria-components";
import { Link } from "react-router";
import { Button, ErrorNote, TextField } from "../../ui/index.ts";
import { useRowEdit } from "./useRowEdit.ts";

interface EditAnswerProps {
  jobId: string;
  datanet: string;
  question: string;
  answer: string;
}

/** Turns an answer into what it should have been: a row its author may add to the datanet. It counts as cleanup. */
export function EditAnswer({ jobId, datanet, question, answer }: EditAnswerProps) {
  const [open, setOpen] = useState(false);
  const [label, setLabel] = useState(answer.trim());
  const keep = useRowEdit(jobId);
  if (keep.data)
    return (
      <p className="small" role="status">
        Kept as a new row. You have edited {keep.data.cleanup.rowEdits} on this datanet.{" "}
        <Link to={`/datanets/${datanet}/import?edits=open`}>Contribute it</Link>
      </p>
    );
  if (!open) return <Button onPress={() => setOpen(true)}>Edit into what it should be</Button>;
  const text = label.trim();
  return (
    <Form
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== "") keep.mutate({ text: question, label: text, was: answer });
      }}
    >
      <TextField
        label="What it should be"
        value={label}
        onChange={setLabel}
        help="Your wallet signs it. It counts as cleanup, which the model's page shows."
      />
      <div className="action">
        <Button type="submit" isDisabled={keep.isPending || text === "" || text === answer.trim()}>
          Keep as a row
        </Button>
        <Button onPress={() => setOpen(false)}>Cancel</Button>
      </div>
      {keep.error && <ErrorNote error={keep.error} />}
    </Form>
  );
}
