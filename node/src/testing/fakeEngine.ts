import { createApp, readJsonBody } from "../http/app.ts";
import { type Server, serve } from "../http/serve.ts";
import { readObject } from "../json.ts";
import { silentLogger } from "../log.ts";

export interface FakeEngine extends Server {
  token: string;
  /** job keys in the order they were first submitted */
  jobKeys: string[];
}

interface EvaluateParams {
  items: { slot: number; text: string; label: string }[];
  trialMask: string;
}

/** An `evaluate` result in which every item of an even slot passes everything and odd ones fail at position 1. */
function evaluate({ items, trialMask }: EvaluateParams): object {
  const mask = BigInt(trialMask);
  const positions = Array.from({ length: 44 }, (_, i) => i).filter((i) => (mask >> BigInt(i)) & 1n);
  return {
    seconds: 0.5,
    counts: [],
    items: items.map(({ slot, text, label }) => {
      const trials = positions.map((position) => {
        const pass = slot % 2 === 0 || position !== 1;
        return {
          position,
          condition: "first",
          variant: "plain",
          prompt: text,
          outIds: [slot, position],
          answer: pass ? label : "?",
          canonical: pass ? label : "",
          pass,
        };
      });
      const trialBits = trials.reduce(
        (bits, { position, pass }) => (pass ? bits | (1n << BigInt(position)) : bits),
        0n,
      );
      return { slot, trialBits: trialBits.toString(), trials };
    }),
  };
}

/** The engine's HTTP face without a model: jobs finish at the second look. For tests of the roles. */
export async function startFakeEngine(): Promise<FakeEngine> {
  const token = "test-token";
  const jobKeys: string[] = [];
  const jobs = new Map<string, { looks: number; params: EvaluateParams }>();
  const app = createApp({ log: silentLogger, limitBytes: 64 * 1024 * 1024 });
  app.post("/jobs", async (c) => {
    const { params, jobKey } = readObject(await readJsonBody(c), "body") as unknown as {
      params: EvaluateParams;
      jobKey: string;
    };
    if (!jobs.has(jobKey)) {
      jobs.set(jobKey, { looks: 0, params });
      jobKeys.push(jobKey);
    }
    return c.json({ jobId: jobKey });
  });
  app.get("/jobs/:id", (c) => {
    const job = jobs.get(c.req.param("id"));
    if (job === undefined) return c.json({ error: { code: "unknown_job", message: "No such job." } }, 404);
    const done = ++job.looks > 1;
    return c.json({
      state: done ? "done" : "running",
      progress: { done: done ? 2 : 1, total: 2, secondsLeft: 1 },
      ...(done ? { result: evaluate(job.params) } : {}),
    });
  });
  const server = await serve(app, { port: 0 });
  return { ...server, token, jobKeys };
}
