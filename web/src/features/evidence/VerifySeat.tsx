import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Badge, Button, ErrorNote } from "../../ui/index.ts";
import { useTranscript } from "./useEvidence.ts";
import { verifyTranscript } from "./verify.ts";

/** Recomputes this seat's hashes in the page: you need not believe anybody. */
export function VerifySeat({ seat, cid, root, lanes }: { seat: number; cid: string; root: string; lanes: string }) {
  const [asked, setAsked] = useState(false);
  const transcript = useTranscript(asked ? cid : undefined);
  const check = useQuery({
    queryKey: ["document", "verification", cid, root],
    enabled: asked && transcript.data !== undefined,
    queryFn: () => (transcript.data ? verifyTranscript(transcript.data, { root, lanes }) : null),
  });
  const error = transcript.error ?? check.error;
  if (error) return <ErrorNote error={error} />;
  if (!asked) {
    return (
      <Button aria-label={`Verify seat ${seat}`} onPress={() => setAsked(true)}>
        Verify
      </Button>
    );
  }
  if (!check.data) return <span className="small muted">hashing…</span>;
  const good = check.data.root && check.data.lanes;
  return (
    <Badge tone={good ? "good" : "bad"}>
      {good ? `root matches, ${check.data.trials} trials` : check.data.root ? "sums differ" : "root differs"}
    </Badge>
  );
}
