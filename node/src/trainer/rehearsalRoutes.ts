import { rehearsalRoutes } from "@assay/sdk/api";
import type { Rehearsal } from "@assay/sdk/documents";
import type { Hono } from "hono";
import { AppError } from "../platform/errors.ts";
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
      return view(await acceptRehearsal(desk, findJob(store, params.id), body), rehearser);
    },

    async rehearsals({ params }) {
      const job = findJob(store, params.id);
      const known = rehearsals.ofJob(job.id);
      await ledger.refresh(job).catch((error: unknown) => {
        // Without the index the counts are those of the last look.
        if (!isAway(error)) throw error;
      });
      return {
        rehearsals: known.map((stored) => view(stored, rehearser)),
        next: await nextRehearsal(desk, job),
        cleanup: ledger.count(job),
      };
    },

    async cancelRehearsal({ params, body }) {
      const stored = rehearsals.get(params.id);
      if (stored === undefined)
        throw new AppError("rehearsal_unknown", `There is no rehearsal ${params.id}.`, {
          status: 404,
          field: "rehearsalId",
        });
      await assertMayCancelRehearsal(desk, findJob(store, stored.jobId), stored.id, body);
      return { cancelled: rehearser.cancel(stored.id) };
    },

    similarRehearsal({ query }) {
      const stored = rehearsals.newestLike(query);
      if (stored === undefined) return null;
      return { rehearsal: view(stored, rehearser), job: findJob(store, stored.jobId).job };
    },

    async editRow({ params, body }) {
      const job = findJob(store, params.id);
      await acceptRowEdit(desk, job, body);
      return { cleanup: ledger.count(job) };
    },

    rowEdits: ({ query: { requester, datanet } }) => ({ rows: ledger.rowEdits(requester, datanet) }),

    sealRun: ({ params }) => runner.seal(findJob(store, params.id).id),
  });
}
