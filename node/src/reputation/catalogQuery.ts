import type { CatalogModelsQuery, ModelState } from "@assay/sdk/graph";
import type { Address, Hex } from "viem";

export type { ModelState };

/** A final round's counts: evidence for the reputation. `at` is when it became final, unix seconds. */
export interface FinalRound {
  id: string;
  at: number;
  passed: boolean;
  items: number;
  /** passes of each of the 16 lanes, lower median over seats */
  lanes: number[];
  gatedLanes: number;
  /** trial positions the suite ran */
  trialMask: bigint;
}

/** A move of a model's state on chain. */
export interface StateChange {
  id: string;
  from: ModelState;
  to: ModelState;
  roundId: string | undefined;
  at: number;
}

/** A registered model as the gateway sees it. `worst` is the smallest gated count of its last final round. */
export interface CatalogModel {
  id: string;
  /** what the chain would answer now: an admission past its time is suspended before anyone says so */
  state: ModelState;
  /** when its admission lapses, unix seconds; 0 when it has none */
  expiresAt: number;
  /** the index still has it admitted although its time is over */
  isLapseDue: boolean;
  datanetId: string;
  adapterCid: string;
  adapterHash: Hex;
  servingProfileHash: Hex;
  maxTemperature: number;
  publisher: Address;
  registeredAt: number;
  /** token wei */
  stake: bigint;
  worst: { passes: number; items: number; needed: number } | undefined;
  /** accounts with a role in it: publisher, trainer, base author, curator, custodian, evaluators of its rounds; lower case */
  roles: string[];
  /** exam.json of its exam version, which declares labels and grader */
  exam: { cid: string; hash: Hex } | undefined;
  rounds: FinalRound[];
  changes: StateChange[];
}

export type GraphModel = CatalogModelsQuery["models"][number];
type GraphRound = GraphModel["rounds"][number];

/** The index orders changes of one second by hash: there each begins where the one before it ended. */
function inOrder(changes: readonly StateChange[]): StateChange[] {
  const waiting = changes.toSorted((a, b) => a.at - b.at);
  const ordered: StateChange[] = [];
  let state: ModelState = "SANDBOX";
  while (waiting.length > 0) {
    const second = waiting.filter(({ at }) => at === waiting[0]?.at);
    const next = Math.max(
      0,
      second.findIndex(({ from }) => from === state),
    );
    const [change] = waiting.splice(next, 1);
    if (change === undefined) break;
    ordered.push(change);
    state = change.to;
  }
  return ordered;
}

function toRound(round: GraphRound): FinalRound[] {
  if (round.medianLaneCounts === null || round.gatedLanes === null || round.closedAt === null) return [];
  return [
    {
      id: round.id,
      at: Number(round.closedAt),
      passed: round.passed === true,
      items: round.itemsPerBatch,
      lanes: round.medianLaneCounts,
      gatedLanes: round.gatedLanes,
      trialMask: BigInt(round.paramSet.trialMask),
    },
  ];
}

function worstGated(round: GraphRound | undefined): CatalogModel["worst"] {
  if (round?.medianLaneCounts == null || round.gatedLanes == null || round.minPasses == null) return undefined;
  const mask = round.gatedLanes;
  const gated = round.medianLaneCounts.filter((_, lane) => ((mask >> lane) & 1) === 1);
  return gated.length === 0
    ? undefined
    : { passes: Math.min(...gated), items: round.itemsPerBatch, needed: round.minPasses };
}

/** The model as of `now`, unix seconds: an admission may have run out since the index was read. */
export function asOf(model: CatalogModel, now: number): CatalogModel {
  const isOpen = model.state === "ADMITTED" || model.state === "PROBATION";
  return isOpen && model.expiresAt !== 0 && now >= model.expiresAt
    ? { ...model, state: "SUSPENDED", isLapseDue: true }
    : model;
}

/** A model as the index has it. */
export function toModel(model: GraphModel): CatalogModel {
  const { examManifestCid: cid, examManifestHash: hash } = model.examVersion;
  const { curator, custodian } = model.examDatanet;
  const seats = model.rounds.flatMap((round) => round.seats.map(({ evaluator }) => evaluator.id));
  const roles = [model.publisher, model.trainer, model.baseAuthor, curator, custodian, ...seats];
  return {
    id: model.id,
    state: model.state,
    expiresAt: Number(model.expiresAt),
    isLapseDue: false,
    datanetId: model.examDatanet.id,
    adapterCid: model.adapterCid,
    adapterHash: model.adapterHash,
    servingProfileHash: model.servingProfileHash,
    maxTemperature: model.maxTemperatureMilli / 1000,
    publisher: model.publisher,
    registeredAt: Number(model.registeredAt),
    stake: BigInt(model.stake),
    worst: worstGated(model.rounds.at(-1)),
    roles: [...new Set(roles.map((account) => account.toLowerCase()))],
    exam: cid === null || hash === null ? undefined : { cid, hash },
    rounds: model.rounds.flatMap(toRound),
    changes: inOrder(
      model.stateChanges.map((change) => ({
        id: change.id,
        from: change.from,
        to: change.to,
        roundId: change.round?.id,
        at: Number(change.timestamp),
      })),
    ),
  };
}
