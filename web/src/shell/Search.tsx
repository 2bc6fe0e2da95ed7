import { useState } from "react";
import { Input, SearchField } from "react-aria-components";
import { useNavigate } from "react-router";
import { destinationOf } from "./destination.ts";

/** Takes anything that has a page: an address, a transaction, a CID, "model 3", "round 2", "datanet 1", a job id. */
export function Search() {
  const navigate = useNavigate();
  const [miss, setMiss] = useState<string>();
  const submit = (text: string) => {
    const to = destinationOf(text);
    setMiss(to ? undefined : `Nothing has the form "${text}". Try an address, a transaction, a CID or "model 3".`);
    if (to) void navigate(to);
  };
  return (
    <SearchField className="search" aria-label="Search" onSubmit={submit} onChange={() => setMiss(undefined)}>
      <Input placeholder="Address, transaction, CID, model 3, round 2" />
      {miss && (
        <p role="status" className="small bad">
          {miss}
        </p>
      )}
    </SearchField>
  );
}
