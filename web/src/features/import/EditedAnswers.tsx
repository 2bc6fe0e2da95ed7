import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSearchParams } from "react-router";
import { getJson } from "../../data/http.ts";
import { useWallet } from "../../data/wallet/useWallet.ts";
import { Button } from "../../ui/index.ts";

interface Edit {
  text: string;
  label: string;
}

const fileOf = (edits: Edit[]): File =>
  new File([edits.map(({ text, label }) => JSON.stringify({ text, label })).join("\n")], "edited-answers.jsonl", {
    type: "application/jsonl",
  });

/** Answers that this account edited in the chat, as a file to contribute; `?edits=open` opens it at once. */
export function EditedAnswers({ datanetId, onFile }: { datanetId: string; onFile: (file: File) => void }) {
  const [params, setParams] = useSearchParams();
  const { address } = useWallet();
  const search = new URLSearchParams({ datanet: datanetId, requester: address ?? "" }).toString();
  const query = useQuery({
    queryKey: ["trainer", "row-edits", search],
    enabled: address !== undefined,
    queryFn: async () => (await getJson<{ rows: Edit[] }>(`/api/trainer/row-edits?${search}`)).rows,
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
