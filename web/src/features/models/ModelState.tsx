import { Badge } from "../../ui/index.ts";

const STATES: Record<string, { tone: "good" | "warn" | "bad" | "plain"; words: string }> = {
  SANDBOX: { tone: "plain", words: "sandbox" },
  PROBATION: { tone: "warn", words: "in probation" },
  ADMITTED: { tone: "good", words: "admitted" },
  SUSPENDED: { tone: "bad", words: "suspended" },
  RETIRED: { tone: "bad", words: "retired" },
};

export function ModelState({ state }: { state: string }) {
  const known = STATES[state];
  return <Badge tone={known?.tone ?? "plain"}>{known?.words ?? state.toLowerCase()}</Badge>;
}
