import { getEvents } from "@assay/sdk/actions";
import type { Deployment } from "@assay/sdk/deployment";
import type { ChainClient } from "../platform/chain/clients.ts";

/** Models a candidate is compared with, by id. */
export interface References {
  parent?: bigint;
  incumbent?: bigint;
}

/** What chain history says about a round, for {@link pickReferences}. */
export interface RoundHistory {
  /** parent by model, 0 for none */
  parents: ReadonlyMap<bigint, bigint>;
  /** exam datanet by round */
  datanets: ReadonlyMap<bigint, bigint>;
  /** when a round was opened: block and log, as one rising number */
  openedAt: ReadonlyMap<bigint, bigint>;
  /** rounds that ended with a result, oldest first */
  ended: readonly { roundId: bigint; modelId: bigint; passed: boolean; at: bigint }[];
}

/** The same point in time on every node: no block holds a million logs. */
const orderOf = ({ blockNumber, logIndex }: { blockNumber: bigint; logIndex: number }): bigint =>
  blockNumber * 1_000_000n + BigInt(logIndex);

/**
 * The parent the candidate was registered with, and the incumbent: the last other model that had passed on the same exam
 * datanet when the round was opened. A function of the chain up to that moment, so that all seats compare alike.
 */
export function pickReferences(history: RoundHistory, roundId: bigint, modelId: bigint): References {
  const parent = history.parents.get(modelId) ?? 0n;
  const datanet = history.datanets.get(roundId);
  const opened = history.openedAt.get(roundId) ?? 0n;
  const incumbent = history.ended
    .filter((round) => round.passed && round.at < opened && round.modelId !== modelId)
    .findLast((round) => history.datanets.get(round.roundId) === datanet)?.modelId;
  return { ...(parent === 0n ? {} : { parent }), ...(incumbent === undefined ? {} : { incumbent }) };
}

/** Reads the history from the chain's events. */
export async function readReferences(
  client: ChainClient,
  deployment: Deployment,
  roundId: bigint,
  modelId: bigint,
): Promise<References> {
  const [models, opened, drawn, finals] = await Promise.all([
    getEvents(client, { deployment, contract: "models", eventName: "ModelRegistered" }),
    getEvents(client, { deployment, contract: "admission", eventName: "RoundOpened" }),
    getEvents(client, { deployment, contract: "admission", eventName: "RoundDrawn" }),
    getEvents(client, { deployment, contract: "admission", eventName: "RoundFinalized" }),
  ]);
  const history: RoundHistory = {
    parents: new Map(models.map(({ args }) => [args.modelId, args.input.parent])),
    datanets: new Map(drawn.map(({ args }) => [args.roundId, args.datanetId])),
    openedAt: new Map(opened.map((log) => [log.args.roundId, orderOf(log)])),
    ended: finals.map((log) => ({ ...log.args, at: orderOf(log) })),
  };
  return pickReferences(history, roundId, modelId);
}
