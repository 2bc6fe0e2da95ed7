import Type, { type Static } from "typebox";
import { AddressField, CountField, NameField, TextField } from "../documents/fields.ts";

/** A transaction of a role that should have been mined by now. */
export const WaitingTransaction = Type.Object({
  /** names the intent in the role's log */
  key: NameField,
  /** what it does, in words */
  about: TextField,
  /** late: its deadline is over; stuck: it waits for longer than two minutes */
  state: Type.Enum(["late", "stuck"]),
  /** when it was asked for, ISO 8601 */
  since: NameField,
  /** unix seconds */
  deadline: Type.Optional(CountField),
  why: Type.Enum(["fees", "funds", "rpc", "foreign_nonce", "receipt", "waiting"]),
  /** the reason in one sentence, with what to do where something can be done */
  sentence: TextField,
});
export type WaitingTransaction = Static<typeof WaitingTransaction>;

/** What an operator has to know of the transactions of one account. */
export const AccountHealth = Type.Object({
  account: AddressField,
  /** transactions that were asked for and are not mined, those that are not late too */
  open: CountField,
  waiting: Type.Array(WaitingTransaction),
  /** account_shared: somebody else sends from this account; in one sentence, with the fix */
  shared: Type.Optional(TextField),
});
export type AccountHealth = Static<typeof AccountHealth>;
