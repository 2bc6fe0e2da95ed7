import Type, { type Static } from "typebox";
import { Cleanup } from "../documents/cleanup.ts";
import { AddressField, BytesField, CountField, NameField, TextField } from "../documents/fields.ts";
import { JobDocument } from "../documents/job.ts";
import { Rehearsal } from "../documents/rehearsal.ts";
import { defineRoutes } from "./route.ts";
import { filled, orNull } from "./shapes.ts";
import { SealedRun, SignedCancel } from "./trainer.ts";

const LARGEST = 2 ** 32 - 1;
const CELL_LIMIT = 65_536;

/** Asks for a rehearsal (EIP-712 Rehearse). */
export const SignedRehearsal = Type.Object({
  /** the run's next rehearsal, from 0 */
  index: Type.Integer({ minimum: 0, maximum: LARGEST }),
  items: Type.Integer({ minimum: 1, maximum: LARGEST }),
  signature: BytesField,
});
export type SignedRehearsal = Static<typeof SignedRehearsal>;

/** An answer that was edited into what it should be (EIP-712 RowEdit); `was` is what the model said. */
export const SignedRowEdit = Type.Object({
  text: filled(CELL_LIMIT),
  label: filled(CELL_LIMIT),
  was: Type.Optional(TextField),
  signature: BytesField,
});
export type SignedRowEdit = Static<typeof SignedRowEdit>;

/** What may be asked for next. `items` is the default among `sizes`; both are absent where nothing can be rehearsed. */
export const NextRehearsal = Type.Object({
  index: CountField,
  sizes: Type.Array(CountField),
  items: Type.Optional(CountField),
  /** why nothing can be rehearsed */
  blocked: Type.Optional(TextField),
});
export type NextRehearsal = Static<typeof NextRehearsal>;

/** A run's rehearsals, oldest first. */
export const Rehearsals = Type.Object({
  rehearsals: Type.Array(Rehearsal),
  next: NextRehearsal,
  cleanup: Cleanup,
});
export type Rehearsals = Static<typeof Rehearsals>;

/** An edited answer, as a row to contribute. */
export const RowEdit = Type.Object({ text: TextField, label: TextField });
export type RowEdit = Static<typeof RowEdit>;

const run = Type.Object({ id: NameField });

/** The trainer's rehearsals and row edits, and what registers a run together with its cleanup. */
export const rehearsalRoutes = defineRoutes({
  rehearse: {
    method: "POST",
    path: "/jobs/:id/rehearse",
    summary: "Queues a private run of the suite; its requester signs, because it counts.",
    params: run,
    body: SignedRehearsal,
    status: 201,
    reply: Rehearsal,
  },
  rehearsals: {
    method: "GET",
    path: "/jobs/:id/rehearsals",
    summary: "Lists a run's rehearsals, what can be asked for next, and its cleanup.",
    params: run,
    reply: Rehearsals,
  },
  cancelRehearsal: {
    method: "POST",
    path: "/rehearsals/:id/cancel",
    summary: "Stops a rehearsal; the run's requester signs for it.",
    params: run,
    body: SignedCancel,
    reply: Type.Object({ cancelled: Type.Boolean() }),
  },
  similarRehearsal: {
    method: "GET",
    path: "/rehearsals",
    summary:
      "Finds the newest rehearsal of a run on this datanet from this base by this method; null if there is none.",
    query: Type.Object({ datanet: filled(), base: filled(), method: filled() }),
    reply: orNull(Type.Object({ rehearsal: Rehearsal, job: JobDocument })),
  },
  editRow: {
    method: "POST",
    path: "/jobs/:id/row-edits",
    summary: "Keeps an edited answer; the run's requester signs, because it counts.",
    params: run,
    body: SignedRowEdit,
    status: 201,
    reply: Type.Object({ cleanup: Cleanup }),
  },
  rowEdits: {
    method: "GET",
    path: "/row-edits",
    summary: "Lists what an account edited on a datanet.",
    query: Type.Object({ requester: AddressField, datanet: filled() }),
    reply: Type.Object({ rows: Type.Array(RowEdit) }),
  },
  sealRun: {
    method: "POST",
    path: "/jobs/:id/model",
    summary: "Returns what registers a finished run, with its cleanup as it stands now.",
    params: run,
    reply: SealedRun,
  },
});
