import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type AccountHealth, trainerApi, trainingRoutes } from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import type { Hono } from "hono";
import type { ChainClient } from "../platform/chain/clients.ts";
import type { EngineClient } from "../platform/engine/client.ts";
import { messageOf } from "../platform/errors.ts";
import { serveOpenApi, serveRoutes } from "../platform/http/route.ts";
import { eventStream } from "../platform/http/sse.ts";
import { assertAsks, tokenLimit } from "../serving/openai.ts";
import { acceptJob, assertMayCancel } from "./intake.ts";
import { findJob, type JobStore } from "./jobStore.ts";
import { jobView } from "./jobView.ts";
import type { Quoter } from "./quote.ts";
import type { Runner } from "./runner.ts";
import type { ShareDuty } from "./shares.ts";

const STREAM_POLL_MS = 250;
const PREVIEW_TOKENS = 32;

export interface TrainerRoutes {
  store: JobStore;
  runner: Runner;
  quoter: Quoter;
  shares: ShareDuty;
  client: ChainClient;
  chainId: number;
  engine: EngineClient;
  defaultBase: string;
  /** one folder a job under it */
  dir: string;
  /** what is late or stuck of the role's transactions, by account */
  accounts(): Promise<AccountHealth[]>;
}

const isOver = async (store: JobStore, id: string): Promise<boolean> => (await store.get(id))?.finishedAt !== undefined;

/** Job queue, quotes and the studio's own chat with a model that is not registered yet. */
export function addTrainerRoutes(app: Hono, options: TrainerRoutes): void {
  const { store, runner, quoter, shares, client, chainId, engine } = options;

  /** The model that a preview asks: a finished run's, or the base alone. */
  async function previewed(jobId: string, base: string = options.defaultBase) {
    if (jobId === "base") return { base, adapterDir: null };
    const { job } = await findJob(store, jobId);
    const adapterDir = join(options.dir, jobId, "adapter");
    if (!existsSync(join(adapterDir, "adapter_config.json")))
      throw new AssayError(`Job ${jobId} has no finished model yet; wait for it to end.`, {
        code: "job_not_done",
        status: 409,
        field: "jobId",
      });
    return { base: job.base, adapterDir };
  }

  serveOpenApi(app, "trainer", trainerApi);
  serveRoutes(app, trainingRoutes, {
    health: async () => ({ ok: true, accounts: await options.accounts() }),
    bases: () => quoter.bases(),
    quote: ({ query }) => quoter.quote(query),
    shares: () => shares.progress() ?? null,

    async createJob({ body }) {
      return { jobId: (await acceptJob(store, client, chainId, body)).id };
    },
    async jobs() {
      return await Promise.all((await store.list()).map(async (job) => jobView(job, await store.events(job.id))));
    },
    async job({ params }) {
      const job = await findJob(store, params.id);
      return jobView(job, await store.events(job.id));
    },
    async cancelJob({ params, body }) {
      const job = await findJob(store, params.id);
      await assertMayCancel(job, client, chainId, body);
      return { cancelled: await runner.cancel(job.id) };
    },

    async jobEvents({ params, query, headers }, c) {
      const { id } = await findJob(store, params.id);
      let after = headers["last-event-id"] ?? query.after ?? 0;
      return eventStream(c, async (out) => {
        while (!out.signal.aborted) {
          for (const row of await store.events(id, after)) {
            await out.send({ id: row.id, event: row.event.type, data: row.event });
            after = row.id;
          }
          // Also for a reader that comes back after the end: nothing more will be said.
          if ((await isOver(store, id)) && (await store.events(id, after)).length === 0) return;
          await delay(STREAM_POLL_MS);
        }
      });
    },

    async previewChat({ body }, c) {
      assertAsks(body);
      const model = await previewed(body.jobId, body.base);
      const params = {
        ...model,
        messages: await quoter.withSystemPrompt(body.messages),
        temperature: body.temperature ?? 0,
        maxTokens: tokenLimit(body) ?? PREVIEW_TOKENS,
        key: body.key ?? randomBytes(32).toString("hex"),
      };
      return eventStream(c, async (out) => {
        try {
          for await (const { event, data } of engine.chat(params, out.signal)) await out.send({ event, data });
        } catch (error) {
          const code = error instanceof AssayError ? error.code : "internal";
          await out.send({ event: "error", data: { code, message: messageOf(error) } });
        }
      });
    },
  });
}
