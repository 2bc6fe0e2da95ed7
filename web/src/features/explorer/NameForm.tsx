import { useState } from "react";
import { Form } from "react-aria-components";
import { setLabel, useLabels } from "../../data/labels.ts";
import { Button, lengthProblem, TextField } from "../../ui/index.ts";

/** As long as a list can show. */
const MOST = 40;

/** Gives an address a name of one's own, shown wherever the address is; kept in this browser. */
export function NameForm({ address }: { address: string }) {
  const saved = useLabels()[address.toLowerCase()] ?? "";
  const [typed, setTyped] = useState<string>();
  const name = typed ?? saved;
  const save = (text: string) => {
    setLabel(address, text);
    setTyped(undefined);
  };
  return (
    <Form
      className="composer narrow"
      onSubmit={(event) => {
        event.preventDefault();
        if (lengthProblem("name", name, MOST) === undefined) save(name);
      }}
    >
      <TextField
        label="Your name for it"
        value={name}
        onChange={setTyped}
        placeholder="Ada, from support"
        help="Only you see it: it stays in this browser."
        maxLength={MOST}
      />
      <Button type="submit" isDisabled={name.trim() === saved}>
        Save name
      </Button>
      {saved !== "" && <Button onPress={() => save("")}>Remove name</Button>}
    </Form>
  );
}
