import {
  type EngineJobRequest,
  type EvaluateParams,
  type EvaluateResult,
  engineApi,
  type RecheckParams,
  type RecheckResult,
} from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import { createApp } from "../platform/http/app.ts";
import { serveRoutes } from "../platform/http/route.ts";
import { type Server, serve } from "../platform/http/serve.ts";
import { silentLogger } from "../platform/log.ts";

export interface FakeEngine extends Server {
  token: string;
  /** job keys in the order they were first submitted */
  jobKeys: string[];
}

/** What an `evaluate` or `recheck` job is asked. */
export type FakeParams = EvaluateParams | RecheckParams;

export type FakeResult = EvaluateResult["items"][number];

/** Changes an honest result before it is handed out; returns it as it is where there is nothing to lie about. */
export type Lie = (params: FakeParams, evaluate: (params: FakeParams) => FakeResult[]) => FakeResult[];

/** Positions that ask every seat the same: the plain question, greedily and sampled. */
const PLAIN_POSITIONS = 6;
/** Position that fails on items of an odd slot. */
const FAILING = 1;

const positionsOf = (mask: bigint): number[] =>
  Array.from({ length: 44 }, (_, i) => i).filter((i) => (mask >> BigInt(i)) & 1n);

/** The first answer is every seat's; the others depend on the seat, as noise and prompts do. */
const idsOf = (slot: number, position: number, seat: number): number[] =>
  position === 0 ? [slot, 0, 2] : [slot, position, 100 + seat, 2];
const promptOf = (text: string, position: number, seat: number): string =>
  position < PLAIN_POSITIONS ? text : `${text} (as seat ${seat} asks it at ${position})`;
const passes = (slot: number, position: number): boolean => slot % 2 === 0 || position !== FAILING;

/** Grades of an item as one word. */
export function bitsOf(trials: FakeResult["trials"]): string {
  return trials.reduce((bits, { position, pass }) => (pass ? bits | (1n << BigInt(position)) : bits), 0n).toString();
}

/** An honest result: every item of an even slot passes everything and odd ones fail at position 1. */
function evaluate({ seat, ...params }: FakeParams): FakeResult[] {
  if (params.items === null) return [];
  const positions = positionsOf(BigInt(params.trialMask));
  return params.items.map(({ slot, text, label }) => {
    const trials = positions.map((position) => {
      const pass = passes(slot, position);
      return {
        position,
        condition: "first",
        variant: "plain",
        prompt: promptOf(text, position, seat),
        outIds: idsOf(slot, position, seat),
        answer: pass ? label : "?",
        canonical: pass ? label : "",
        pass,
      };
    });
    return { slot, trialBits: bitsOf(trials), trials };
  });
}

/** What an honest recheck finds, in the order of the worker's recheck.py. */
function recheck({ items, seat, trials }: RecheckParams): RecheckResult["trials"] {
  return trials.map(({ slot, position, prompt, outIds, canonical }) => {
    const item = items?.find((one) => one.slot === slot);
    const right = item === undefined ? (prompt ?? "") : promptOf(item.text, position, seat);
    const ids = idsOf(slot, position, seat);
    const form = item === undefined ? null : passes(slot, position) ? item.label : "";
    const wrong = ids.findIndex((id, i) => outIds[i] !== undefined && outIds[i] !== id);
    const found = (fault: RecheckResult["trials"][number]["fault"], firstBadToken: number | null = null) => ({
      slot,
      position,
      fault,
      firstBadToken,
      margin: fault === null ? 0 : 0.5,
      prompt: right,
      canonical: form,
    });
    if (prompt !== null && prompt !== right) return found("prompt");
    if (wrong >= 0) return found("token", wrong);
    if (outIds.length !== ids.length) return found("end", Math.min(outIds.length, ids.length));
    return form !== null && canonical !== null && canonical !== form ? found("form") : found(null);
  });
}

/** The engine's HTTP face without a model: jobs finish at the second look. For tests of the roles. */
export async function startFakeEngine(lie: Lie = (params, honest) => honest(params)): Promise<FakeEngine> {
  const token = "test-token";
  const jobKeys: string[] = [];
  const jobs = new Map<string, { looks: number; request: EngineJobRequest }>();
  const app = createApp({ log: silentLogger, limitBytes: 64 * 1024 * 1024 });
  const resultOf = ({ kind, params }: EngineJobRequest) => {
    if (kind === "recheck") return { trials: recheck(params), seconds: 0.5 };
    if (kind === "evaluate") return { items: lie(params, evaluate), counts: [], seconds: 0.5 };
    throw new AssayError(`The fake engine does no ${kind}.`, { code: "kind_unknown" });
  };
  const { submitJob, job } = engineApi;
  serveRoutes(
    app,
    { submitJob, job },
    {
      submitJob({ body }) {
        const { jobKey } = body;
        if (!jobs.has(jobKey)) {
          jobs.set(jobKey, { looks: 0, request: body });
          jobKeys.push(jobKey);
        }
        return { jobId: jobKey };
      },
      job({ params: { id } }) {
        const found = jobs.get(id);
        if (found === undefined) throw new AssayError("No such job.", { code: "unknown_job", status: 404 });
        const done = ++found.looks > 1;
        return {
          state: done ? "done" : "running",
          progress: { done: done ? 2 : 1, total: 2, secondsLeft: 1 },
          ...(done ? { result: resultOf(found.request) } : {}),
        };
      },
    },
  );
  const server = await serve(app, { port: 0 });
  return { ...server, token, jobKeys };
}
