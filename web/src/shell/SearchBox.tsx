import { useState } from "react";
import { ComboBox, Input, ListBox, ListBoxItem, Popover, Text } from "react-aria-components";
import { useNavigate } from "react-router";
import { shortHex } from "../ui/format.ts";
import { destinationOf } from "./destination.ts";
import { matchesOf } from "./matches.ts";
import { SEARCH_FOR } from "./searchFor.ts";
import { useNamed } from "./useNamed.ts";

/** The search with its list of names; it begins with what was typed before it came. */
export function SearchBox({ typed }: { typed: string }) {
  const navigate = useNavigate();
  const [text, setText] = useState(typed);
  const [miss, setMiss] = useState<string>();
  const matches = matchesOf(text, useNamed());
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
      onSelectionChange={(to) => to !== null && go(String(to))}
      selectedKey={null}
      items={matches.map((match) => ({ ...match, id: match.to, number: match.id }))}
    >
      <Input
        // It stands where somebody has just entered a field.
        autoFocus
        placeholder={SEARCH_FOR}
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
