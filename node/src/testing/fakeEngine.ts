import { createApp, readJsonBody } from "../platform/http/app.ts";
import { type Server, serve } from "../platform/http/serve.ts";
import { readObject } from "../platform/json.ts";
import { silentLogger } from "../platform/log.ts";

export interface FakeEngine extends Server {
  token: string;
  /** job keys in the order they were first submitted */
  jobKeys: string[];
}

export interface FakeItem {
  slot: number;
  text: string;
  label: string;
}

/** What an `evaluate` or `recheck` job is asked. */
export interface FakeParams {
  items: FakeItem[] | null;
  trialMask: string;
  seat: number;
  adapterHash: string;
  trials?: { slot: number; position: number; prompt: string | null; outIds: number[]; canonical: string | null }[];
}

export interface FakeTrial {
  position: number;
  condition: string;
  variant: string;
  prompt: string;
  outIds: number[];
  answer: string;
  canonical: string;
  pass: boolean;
}

export interface FakeResult {
  slot: number;
  trialBits: string;
  trials: FakeTrial[];
}

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
export function bitsOf(trials: readonly FakeTrial[]): string {
  return trials.reduce((bits, { position, pass }) => (pass ? bits | (1n << BigInt(position)) : bits), 0n).toString();
}

/** An honest result: every item of an even slot passes everything and odd ones fail at position 1. */
function evaluate({ items, trialMask, seat }: FakeParams): FakeResult[] {
  const positions = positionsOf(BigInt(trialMask));
  return (items ?? []).map(({ slot, text, label }) => {
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
function recheck({ items, seat, trials = [] }: FakeParams): object[] {
  return trials.map(({ slot, position, prompt, outIds, canonical }) => {
    const item = items?.find((one) => one.slot === slot);
    const right = item === undefined ? (prompt ?? "") : promptOf(item.text, position, seat);
    const ids = idsOf(slot, position, seat);
    const form = item === undefined ? null : passes(slot, position) ? item.label : "";
    const wrong = ids.findIndex((id, i) => outIds[i] !== undefined && outIds[i] !== id);
    const found = (fault: string | null, firstBadToken: number | null = null) => ({
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
  const jobs = new Map<string, { looks: number; kind: string; params: FakeParams }>();
  const app = createApp({ log: silentLogger, limitBytes: 64 * 1024 * 1024 });
  app.post("/jobs", async (c) => {
    const { kind, params, jobKey } = readObject(await readJsonBody(c), "body") as unknown as {
      kind: string;
      params: FakeParams;
      jobKey: string;
    };
    if (!jobs.has(jobKey)) {
      jobs.set(jobKey, { looks: 0, kind, params });
      jobKeys.push(jobKey);
    }
    return c.json({ jobId: jobKey });
  });
  app.get("/jobs/:id", (c) => {
    const job = jobs.get(c.req.param("id"));
    if (job === undefined) return c.json({ error: { code: "unknown_job", message: "No such job." } }, 404);
    const done = ++job.looks > 1;
    const answer = (): object =>
      job.kind === "recheck"
        ? { trials: recheck(job.params), seconds: 0.5 }
        : { items: lie(job.params, evaluate), counts: [], seconds: 0.5 };
    return c.json({
      state: done ? "done" : "running",
      progress: { done: done ? 2 : 1, total: 2, secondsLeft: 1 },
      ...(done ? { result: answer() } : {}),
    });
  });
  const server = await serve(app, { port: 0 });
  return { ...server, token, jobKeys };
}
