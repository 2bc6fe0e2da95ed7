import { useState } from "react";
import { ComboBox, Input, ListBox, ListBoxItem, Popover, Text } from "react-aria-components";
import { useNavigate } from "react-router";
import { shortHex } from "../ui/format.ts";
import { destinationOf } from "./destination.ts";
import { matchesOf } from "./matches.ts";
import { useNamed } from "./useNamed.ts";

/** Takes a name, or anything that has a page: an address, a transaction, a CID, "model 3", "round 2", the id of a run. */
export function Search() {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [isUsed, setUsed] = useState(false);
  const [miss, setMiss] = useState<string>();
  const matches = matchesOf(text, useNamed(isUsed));
  const go = (to: string) => {
    setText("");
    void navigate(to);
  };
  const submit = () => {
    const to = destinationOf(text) ?? matches[0]?.to;
    if (to) go(to);
    else if (text.trim() !== "")
      setMiss(`Nothing is called "${text.trim()}". Try a name, an address, a transaction, a CID or "model 3".`);
  };
  return (
    <ComboBox
      className="search"
      aria-label="Search"
      allowsCustomValue
      allowsEmptyCollection={false}
      menuTrigger="input"
      inputValue={text}
      onInputChange={(value) => {
        setText(value);
        setMiss(undefined);
      }}
      onFocus={() => setUsed(true)}
      onSelectionChange={(to) => to !== null && go(String(to))}
      selectedKey={null}
      items={matches.map((match) => ({ ...match, id: match.to, number: match.id }))}
    >
      <Input
        placeholder="Name, address, transaction, CID, round 2"
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.currentTarget.hasAttribute("aria-activedescendant")) submit();
        }}
      />
      {miss && (
        <p role="status" className="small bad">
          {miss}
        </p>
      )}
      <Popover className="popover">
        <ListBox className="listbox">
          {(match: { id: string; name: string; kind: string; number: string }) => (
            <ListBoxItem id={match.id} textValue={match.name} className="option">
              <Text slot="label">{match.name}</Text>
              <Text slot="description" className="small muted">
                {match.kind} {shortHex(match.number)}
              </Text>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
