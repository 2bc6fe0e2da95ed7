import type { Rehearsal } from "@assay/sdk/documents";
import type { Hono } from "hono";
import { AppError } from "../platform/errors.ts";
import { readJsonBody } from "../platform/http/app.ts";
import { readAddress, readString } from "../platform/json.ts";
import { findJob, type JobStore } from "./jobStore.ts";
import { isAway } from "./patience.ts";
import {
  acceptRehearsal,
  acceptRowEdit,
  assertMayCancelRehearsal,
  nextRehearsal,
  type RehearsalDesk,
} from "./rehearsalIntake.ts";
import type { StoredRehearsal } from "./rehearsalStore.ts";
import type { Rehearser } from "./rehearser.ts";
import type { Runner } from "./runner.ts";

export interface RehearsalRoutes {
  desk: RehearsalDesk;
  store: JobStore;
  rehearser: Rehearser;
  runner: Runner;
}

/** A rehearsal as the page sees it: its seed stays here. */
function view(stored: StoredRehearsal, rehearser: Rehearser): Rehearsal {
  const { id, jobId, index, state, items, createdAt, finishedAt, result, error } = stored;
  const progress = rehearser.progress(id);
  return {
    id,
    jobId,
    index,
    state,
    items,
    createdAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(progress === undefined ? {} : { progress }),
    ...(result === undefined ? {} : { result }),
    ...(error === undefined ? {} : { error }),
  };
}

/** Rehearsals, row edits, and what registers a run together with its cleanup cost. */
export function addRehearsalRoutes(app: Hono, { desk, store, rehearser, runner }: RehearsalRoutes): void {
  const { rehearsals, ledger } = desk;

  app.post("/jobs/:id/rehearse", async (c) => {
    const stored = await acceptRehearsal(desk, await findJob(store, c.req.param("id")), await readJsonBody(c));
    return c.json(view(stored, rehearser), 201);
  });
  app.get("/jobs/:id/rehearsals", async (c) => {
    const job = await findJob(store, c.req.param("id"));
    const known = await rehearsals.ofJob(job.id);
    await ledger.refresh(job).catch((error: unknown) => {
      // Without the index the counts are those of the last look.
      if (!isAway(error)) throw error;
    });
    return c.json({
      rehearsals: known.map((stored) => view(stored, rehearser)),
      next: await nextRehearsal(desk, job),
      cleanup: await ledger.count(job),
    });
  });
  app.post("/rehearsals/:id/cancel", async (c) => {
    const stored = await rehearsals.get(c.req.param("id"));
    if (stored === undefined)
      throw new AppError("rehearsal_unknown", `There is no rehearsal ${c.req.param("id")}.`, {
        status: 404,
        field: "rehearsalId",
      });
    await assertMayCancelRehearsal(desk, await findJob(store, stored.jobId), stored.id, await readJsonBody(c));
    return c.json({ cancelled: await rehearser.cancel(stored.id) });
  });
  /** The newest result of a run like the one being chosen, with that run's settings; null when there is none. */
  app.get("/rehearsals", async (c) => {
    const { datanet, base, method } = c.req.query();
    const stored = await rehearsals.newestLike({
      datanet: readString(datanet, "datanet"),
      base: readString(base, "base"),
      method: readString(method, "method"),
    });
    if (stored === undefined) return c.json(null);
    return c.json({ rehearsal: view(stored, rehearser), job: (await findJob(store, stored.jobId)).job });
  });

  app.post("/jobs/:id/row-edits", async (c) => {
    const job = await findJob(store, c.req.param("id"));
    await acceptRowEdit(desk, job, await readJsonBody(c));
    return c.json({ cleanup: await ledger.count(job) }, 201);
  });
  app.get("/row-edits", async (c) => {
    const requester = readAddress(c.req.query("requester"), "requester");
    return c.json({ rows: await ledger.rowEdits(requester, readString(c.req.query("datanet"), "datanet")) });
  });

  app.post("/jobs/:id/model", async (c) => c.json(await runner.seal((await findJob(store, c.req.param("id"))).id)));
}
