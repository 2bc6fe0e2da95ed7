import { useGraph } from "../../data/graph.ts";

export interface Activity {
  id: string;
  kind: string;
  actor: string;
  counterparty: string | null;
  datanet: { id: string } | null;
  version: { version: number } | null;
  model: { id: string } | null;
  round: { id: string } | null;
  seat: { seat: number } | null;
  epoch: { id: string } | null;
  juryCase: { id: string } | null;
  amount: string | null;
  count: string | null;
  passed: boolean | null;
  modelState: string | null;
  cid: string | null;
  txHash: string;
  block: string;
  timestamp: string;
}

const FIELDS = `id kind actor counterparty datanet { id } version { version } model { id } round { id } seat { seat }
  epoch { id } juryCase { id } amount count passed modelState cid txHash block timestamp`;

const QUERY = `query Activities($where: Activity_filter, $first: Int!) {
  activities(where: $where, first: $first, orderBy: sequence, orderDirection: desc) { ${FIELDS} }
}`;

/** What happened, newest first. `where` is a subgraph filter on activities. */
export function useActivity(where: Record<string, unknown> = {}, first = 40) {
  return useGraph<{ activities: Activity[] }>("activities", QUERY, { where, first });
}
