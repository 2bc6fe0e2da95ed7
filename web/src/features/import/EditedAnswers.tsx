import type { RowEdit } from "@assay/sdk/api";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSearchParams } from "react-router";
import { trainer } from "../../data/services.ts";
import { useWallet } from "../../data/wallet/useWallet.ts";
import { Button } from "../../ui/index.ts";

const fileOf = (edits: RowEdit[]): File =>
  new File([edits.map(({ text, label }) => JSON.stringify({ text, label })).join("\n")], "edited-answers.jsonl", {
    type: "application/jsonl",
  });

/** Answers that this account edited in the chat, as a file to contribute; `?edits=open` opens it at once. */
export function EditedAnswers({ datanetId, onFile }: { datanetId: string; onFile: (file: File) => void }) {
  const [params, setParams] = useSearchParams();
  const { address } = useWallet();
  const query = useQuery({
    queryKey: ["trainer", "row-edits", datanetId, address],
    queryFn:
      address === undefined
        ? skipToken
        : async () => (await trainer.rowEdits({ query: { datanet: datanetId, requester: address } })).rows,
  });
  const edits = query.data ?? [];
  const wanted = params.get("edits") === "open" && edits.length > 0;
  useEffect(() => {
    if (!wanted) return;
    onFile(fileOf(edits));
    setParams({}, { replace: true });
  }, [wanted, edits, onFile, setParams]);
  if (edits.length === 0) return null;
  return (
    <div className="action">
      <Button onPress={() => onFile(fileOf(edits))}>
        Open your {edits.length === 1 ? "edited answer" : `${edits.length} edited answers`}
      </Button>
      <span className="small muted">From the chat: each is a message and what the answer should have been.</span>
    </div>
  );
}
