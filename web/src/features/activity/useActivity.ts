import { useGraphPages } from "../../data/pages.ts";

export interface Activity {
  id: string;
  kind: string;
  sequence: string;
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

const FIELDS = `id kind sequence actor counterparty datanet { id } version { version } model { id } round { id }
  seat { seat } epoch { id } juryCase { id } amount count passed modelState cid txHash block timestamp`;

const QUERY = `query Activities($where: Activity_filter!, $first: Int!, $before: BigInt!) {
  activities(where: { and: [$where, { sequence_lt: $before }] }, first: $first, orderBy: sequence, orderDirection: desc) {
    ${FIELDS}
  }
}`;

/** What happened, newest first, page by page. `where` is a subgraph filter on activities. */
export const useActivity = (where: Record<string, unknown>, kinds: readonly string[] | undefined) =>
  useGraphPages<Activity>({
    name: "activities",
    document: QUERY,
    list: "activities",
    cursor: ({ sequence }) => sequence,
    variables: { where: kinds === undefined ? where : { and: [where, { kind_in: kinds }] } },
  });
