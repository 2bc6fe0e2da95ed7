import Type, { type Static } from "typebox";
import { AmountField, CountField, GraderField, HashField, schemaVersion, TextField } from "./fields.ts";
import { GraderConfigField } from "./grader.ts";

/** suite.json: what one seat runs, as a function of public inputs. */
export const SuiteDocument = Type.Object({
  schemaVersion,
  /** positions of TRIAL_LAYOUT every item runs */
  trialMask: AmountField,
  items: Type.Integer({ minimum: 1 }),
  grader: GraderField,
  graderConfig: Type.Optional(GraderConfigField),
  labels: Type.Array(TextField),
  /** the round's seed; with the seat it fixes every draw */
  roundSeed: HashField,
  seat: CountField,
  /** temperature of the repeats, thousandths */
  temperatureMilli: CountField,
});
export type SuiteDocument = Static<typeof SuiteDocument>;
