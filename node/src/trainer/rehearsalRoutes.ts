import { rehearsalRoutes } from "@assay/sdk/api";
import type { Rehearsal } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import type { Hono } from "hono";
import { serveRoutes } from "../platform/http/route.ts";
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

  serveRoutes(app, rehearsalRoutes, {
    async rehearse({ params, body }) {
      return view(await acceptRehearsal(desk, await findJob(store, params.id), body), rehearser);
    },

    async rehearsals({ params }) {
      const job = await findJob(store, params.id);
      const known = await rehearsals.ofJob(job.id);
      await ledger.refresh(job).catch((error: unknown) => {
        // Without the index the counts are those of the last look.
        if (!isAway(error)) throw error;
      });
      return {
        rehearsals: known.map((stored) => view(stored, rehearser)),
        next: await nextRehearsal(desk, job),
        cleanup: await ledger.count(job),
      };
    },

    async cancelRehearsal({ params, body }) {
      const stored = await rehearsals.get(params.id);
      if (stored === undefined)
        throw new AssayError(`There is no rehearsal ${params.id}.`, {
          code: "rehearsal_unknown",
          status: 404,
          field: "rehearsalId",
        });
      await assertMayCancelRehearsal(desk, await findJob(store, stored.jobId), stored.id, body);
      return { cancelled: await rehearser.cancel(stored.id) };
    },

    async similarRehearsal({ query }) {
      const stored = await rehearsals.newestLike(query);
      if (stored === undefined) return null;
      return { rehearsal: view(stored, rehearser), job: (await findJob(store, stored.jobId)).job };
    },

    async editRow({ params, body }) {
      const job = await findJob(store, params.id);
      await acceptRowEdit(desk, job, body);
      return { cleanup: await ledger.count(job) };
    },

    rowEdits: async ({ query: { requester, datanet } }) => ({ rows: await ledger.rowEdits(requester, datanet) }),

    sealRun: async ({ params }) => await runner.seal((await findJob(store, params.id)).id),
  });
}
