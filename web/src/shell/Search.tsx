import { useState } from "react";
import { useNavigate } from "react-router";
import { destinationOf } from "./destination.ts";
import { SEARCH_FOR } from "./searchFor.ts";
import { useLate } from "./useLate.ts";

const loadBox = async () => (await import("./SearchBox.tsx")).SearchBox;

/**
 * Takes a name, or anything that has a page: an address, a transaction, a CID, "model 3", "round 2", the id of a run.
 * The list of names comes when somebody enters the field; until then it takes what needs no list.
 */
export function Search() {
  const { Late: SearchBox, isMissing, reach } = useLate(loadBox);
  const [text, setText] = useState("");
  const navigate = useNavigate();
  if (SearchBox) return <SearchBox typed={text} />;
  const submit = () => {
    const to = destinationOf(text);
    if (to) void navigate(to);
  };
  return (
    <div className="search">
      <input
        className="react-aria-Input"
        aria-label="Search"
        placeholder={SEARCH_FOR}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onFocus={reach}
        onKeyDown={(event) => event.key === "Enter" && submit()}
      />
      {isMissing && (
        <p role="status" className="small bad">
          The portal did not send the list of names. An address, a transaction or "model 3" still leads on.
        </p>
      )}
    </div>
  );
}
