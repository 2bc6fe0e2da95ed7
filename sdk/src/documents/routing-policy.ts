import Type, { type Static } from "typebox";
import { AddressField, AmountField, BpsField, ChainIdField, CountField, closed, schemaVersion } from "./fields.ts";

const Share = Type.Number({ minimum: 0, maximum: 1 });
const Positive = Type.Number({ exclusiveMinimum: 0 });
const Whole = Type.Integer({ minimum: 1 });

/**
 * routing-policy.json: every threshold a gateway routes by. Its hash is in each receipt, and in the statements whose hash
 * goes on chain with the fees. Times in seconds, weights in items (an item of a round counts 1).
 */
export const RoutingPolicyDocument = closed({
  schemaVersion,
  chainId: ChainIdField,
  gateway: AddressField,
  /** counts up by one whenever this gateway changes a figure */
  version: Whole,
  reputation: closed({
    /** models are compared by this quantile of their weakest condition */
    quantile: Share,
    prior: closed({ alpha: Positive, beta: Positive }),
    passHalfLife: Whole,
    failureHalfLife: Whole,
  }),
  live: closed({
    /** fee that makes a call count as one item, token wei */
    feeUnit: AmountField,
    /** items one payer may add to a model's condition within a window: passes and failures each */
    payerCap: Positive,
    window: Whole,
    /** how long after its receipt a rating is taken */
    ratingWindow: Whole,
    /** an answer that is not whole by then is a failure */
    timeout: Positive,
  }),
  routing: closed({
    /** below this quantile a model is not routed to; callers may still name it */
    minimumQuantile: Share,
    /** most calls of a window that go to models on probation, of all that are routed by datanet */
    explorationBps: BpsField,
  }),
  sandbox: closed({
    /** calls of a day in the sandbox tier, whatever their share */
    perDay: CountField,
    /** most of a day's calls that may be sandbox calls */
    shareBps: BpsField,
    /** sandbox calls of a day for which the share is not looked at yet */
    freeCalls: CountField,
  }),
  reevaluation: closed({
    /** below this quantile, by live failures, another round is asked for */
    quantile: Share,
    /** weight of live failures, and how many payers they must come from */
    failures: Positive,
    payers: Whole,
  }),
});
export type RoutingPolicyDocument = Static<typeof RoutingPolicyDocument>;
