import Type, { type Static } from "typebox";
import { AddressField, AmountField, CountField, NameField, SecondsField, TextField } from "../documents/fields.ts";
import { AccountHealth, WaitingTransaction } from "./account-health.ts";
import { ChainHealth } from "./chain-health.ts";
import { defineRoutes } from "./route.ts";

/** A seat and its work. `secondsLeft` is that of the running evaluation, where it is known. */
export const SeatProgress = Type.Object({
  roundId: AmountField,
  modelId: AmountField,
  seat: CountField,
  evaluator: AddressField,
  stage: TextField,
  /** 0..100 */
  percentage: Type.Number({ minimum: 0, maximum: 100 }),
  secondsLeft: Type.Optional(SecondsField),
  /** trials of the running evaluation */
  done: Type.Optional(CountField),
  total: Type.Optional(CountField),
});
export type SeatProgress = Static<typeof SeatProgress>;

/** What became of one duty. */
export const DutyProgress = Type.Object({
  evaluator: AddressField,
  /** kind, round, draw and seat, by colons */
  duty: NameField,
  roundId: AmountField,
  state: NameField,
});
export type DutyProgress = Static<typeof DutyProgress>;

/** A duty whose transaction is late or stuck. */
export const WaitingDuty = Type.Object({
  evaluator: AddressField,
  /** the duty in words */
  duty: TextField,
  transaction: WaitingTransaction,
});
export type WaitingDuty = Static<typeof WaitingDuty>;

/** The evaluators of one machine, and what they work on. */
export const evaluatorApi = defineRoutes({
  health: {
    method: "GET",
    path: "/health",
    summary: "Says that the evaluators are up, who they are, how the chain is read, and which transactions wait.",
    reply: Type.Object({
      ok: Type.Boolean(),
      evaluators: Type.Array(AddressField),
      /** of the evaluator that is furthest behind */
      chain: Type.Optional(ChainHealth),
      accounts: Type.Array(AccountHealth),
    }),
  },
  seats: {
    method: "GET",
    path: "/seats",
    summary: "Lists the newest seats of these evaluators and how far each is.",
    reply: Type.Object({ seats: Type.Array(SeatProgress) }),
  },
  duties: {
    method: "GET",
    path: "/duties",
    summary:
      "Lists the newest duties of these evaluators: audits, challenges, answers; and those that are late or stuck.",
    reply: Type.Object({ duties: Type.Array(DutyProgress), waiting: Type.Array(WaitingDuty) }),
  },
});
