import { type Query, type QueryClient, QueryClientContext } from "@tanstack/react-query";
import { useContext } from "react";

/** Who answers the queries of each kind, as the first part of their keys has it. */
const WHO: Record<string, string> = {
  graph: "the index",
  chain: "the chain",
  document: "IPFS",
  trainer: "the trainer",
  curator: "the curator",
  evaluator: "the evaluators",
  gateway: "the gateway",
  portal: "the portal",
};

/** What is shown somewhere, was asked for, and has not been answered yet. */
const isAway = (query: Query): boolean =>
  query.state.status === "pending" && query.isActive() && query.state.fetchStatus !== "idle";

/** `Still waiting for the index and the trainer.`: who has not answered yet of all that was asked. */
function waitSentence(queries: QueryClient): string {
  const away = queries.getQueryCache().findAll({ predicate: isAway });
  const names = [...new Set(away.map(({ queryKey }) => WHO[String(queryKey[0])] ?? "an answer"))];
  const list = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "an answer");
  return `Still waiting for ${list}. What belongs here appears when it comes.`;
}

/** Asks once more for everything that is away: a request that hangs is given up first. */
async function askAgain(queries: QueryClient): Promise<void> {
  const keys = queries
    .getQueryCache()
    .findAll({ predicate: isAway })
    .map(({ queryKey }) => queryKey);
  await Promise.all(keys.map((queryKey) => queries.cancelQueries({ queryKey, exact: true })));
  await Promise.all(keys.map((queryKey) => queries.refetchQueries({ queryKey, exact: true })));
}

/** Who the page waits for, in a sentence, and the way to ask once more. */
export function useWaits(): { sentence: string; askAgain: () => void } {
  const queries = useContext(QueryClientContext);
  if (!queries) return { sentence: "Still waiting for an answer.", askAgain: () => window.location.reload() };
  return { sentence: waitSentence(queries), askAgain: () => void askAgain(queries) };
}
