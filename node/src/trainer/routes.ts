import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Hono } from "hono";
import { stream } from "hono/streaming";
import type { ChainClient } from "../platform/chain/clients.ts";
import type { EngineClient } from "../platform/engine/client.ts";
import { AppError, messageOf } from "../platform/errors.ts";
import { readJsonBody } from "../platform/http/app.ts";
import { formatEvent } from "../platform/http/sse.ts";
import { readInteger, readObject, readString } from "../platform/json.ts";
import { parseChatRequest } from "../serving/openai.ts";
import { acceptJob, assertMayCancel, type TrainingJob } from "./intake.ts";
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
}

const isOver = async (store: JobStore, id: string): Promise<boolean> => (await store.get(id))?.finishedAt !== undefined;

/** Job queue, quotes and the studio's own chat with a model that is not registered yet. */
export function addTrainerRoutes(app: Hono, options: TrainerRoutes): void {
  const { store, runner, quoter, shares, client, chainId, engine } = options;
  app.get("/health", (c) => c.json({ ok: true }));
  app.get("/bases", async (c) => c.json(await quoter.bases()));
  app.get("/quote", async (c) => c.json(await quoter.quote(c.req.query())));
  app.get("/shares", (c) => c.json(shares.progress() ?? null));

  app.post("/jobs", async (c) => {
    const job = await acceptJob(store, client, chainId, await readJsonBody(c));
    return c.json({ jobId: job.id }, 201);
  });
  app.get("/jobs", async (c) =>
    c.json(await Promise.all((await store.list()).map(async (job) => jobView(job, await store.events(job.id))))),
  );
  app.get("/jobs/:id", async (c) => {
    const job = await findJob(store, c.req.param("id"));
    return c.json(jobView(job, await store.events(job.id)));
  });
  app.post("/jobs/:id/cancel", async (c) => {
    const job = await findJob(store, c.req.param("id"));
    await assertMayCancel(job, client, chainId, await readJsonBody(c));
    return c.json({ cancelled: await runner.cancel(job.id) });
  });

  app.get("/jobs/:id/events", async (c) => {
    const { id } = await findJob(store, c.req.param("id"));
    let after = readInteger(Number(c.req.header("last-event-id") ?? c.req.query("after") ?? 0), "after", 0, 2 ** 48);
    c.header("content-type", "text/event-stream; charset=utf-8");
    c.header("cache-control", "no-cache");
    return stream(c, async (out) => {
      while (!out.aborted) {
        for (const row of await store.events(id, after)) {
          await out.write(formatEvent({ id: row.id, event: row.event.type, data: row.event }));
          after = row.id;
        }
        // Also for a reader that comes back after the end: nothing more will be said.
        if ((await isOver(store, id)) && (await store.events(id, after)).length === 0) return;
        await delay(STREAM_POLL_MS);
      }
    });
  });

  app.post("/preview/chat", async (c) => {
    const body = readObject(await readJsonBody(c), "body");
    const request = parseChatRequest({ ...body, model: "preview" });
    const jobId = readString(body.jobId, "jobId");
    const job = jobId === "base" ? undefined : ((await findJob(store, jobId)).job as TrainingJob);
    const adapterDir = jobId === "base" ? null : join(options.dir, jobId, "adapter");
    if (adapterDir !== null && !existsSync(join(adapterDir, "adapter_config.json"))) {
      throw new AppError("job_not_done", `Job ${jobId} has no finished model yet; wait for it to end.`, {
        status: 409,
        field: "jobId",
      });
    }
    const base = job?.base ?? (typeof body.base === "string" ? body.base : options.defaultBase);
    const messages = await quoter.withSystemPrompt(request.messages);
    const key = typeof body.key === "string" ? body.key : randomBytes(32).toString("hex");
    c.header("content-type", "text/event-stream; charset=utf-8");
    c.header("cache-control", "no-cache");
    return stream(c, async (out) => {
      const aborted = new AbortController();
      out.onAbort(() => aborted.abort());
      try {
        const chat = engine.chat(
          {
            base,
            adapterDir,
            messages,
            temperature: request.temperature ?? 0,
            maxTokens: request.maxTokens ?? PREVIEW_TOKENS,
            key,
          },
          aborted.signal,
        );
        for await (const event of chat)
          await out.write(formatEvent({ event: event.event, data: JSON.parse(event.data) }));
      } catch (error) {
        const code = error instanceof AppError ? error.code : "internal";
        await out.write(formatEvent({ event: "error", data: { code, message: messageOf(error) } }));
      }
    });
  });
}
