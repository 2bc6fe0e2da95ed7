import Type, { type Static, type TSchema } from "typebox";
import {
  AddressField,
  AmountField,
  BpsField,
  BytesField,
  CidField,
  CountField,
  HashField,
  NameField,
  TextField,
} from "../documents/fields.ts";
import { TierField } from "../documents/receipt.ts";
import { ReevaluationDocument } from "../documents/reevaluation.ts";
import { RoutingPolicyDocument } from "../documents/routing-policy.ts";

const Share = Type.Number({ minimum: 0, maximum: 1 });
const Weight = Type.Number({ minimum: 0 });
const orNull = <schema extends TSchema>(schema: schema) => Type.Union([schema, Type.Null()]);
const StateField = Type.Enum(["SANDBOX", "PROBATION", "ADMITTED", "SUSPENDED", "RETIRED"]);

const Wanted = Type.Object({
  modelId: AmountField,
  at: CountField,
  q05: Share,
  cid: CidField,
  hash: HashField,
  signature: BytesField,
});

/** GET /v1/reputation/:modelId: what a gateway remembers of a model. Times in unix seconds, weights in items. */
export const ModelReputation = Type.Object({
  modelId: AmountField,
  state: StateField,
  tier: Type.Union([TierField, Type.Literal("closed")]),
  at: CountField,
  /** of the weakest condition that is gated or live */
  q05: Share,
  weakest: NameField,
  /** whether `assay/<datanet>` may go to it */
  routed: Type.Boolean(),
  conditions: Type.Array(
    Type.Object({
      condition: NameField,
      source: Type.Enum(["round", "live"]),
      /** reported conditions are shown and do not count */
      gated: Type.Boolean(),
      alpha: Type.Number(),
      beta: Type.Number(),
      q05: Share,
      mean: Share,
    }),
  ),
  live: Type.Object({
    calls: CountField,
    failures: Type.Object({ timeout: CountField, transport: CountField, schema: CountField }),
    ratings: Type.Object({ right: CountField, wrong: CountField }),
    /** weight that entered the posterior since it was begun, not faded */
    counted: Weight,
    /** payers it came from */
    payers: CountField,
    /** pieces of evidence that did not count, and why */
    refused: Type.Object({ linked: CountField, capped: CountField, unpaid: CountField }),
  }),
  history: Type.Array(Type.Object({ at: CountField, reason: TextField, q05: Share })),
  reevaluation: orNull(Wanted),
  policyHash: HashField,
});
export type ModelReputation = Static<typeof ModelReputation>;

/** GET /v1/policy and /v1/policy/:hash. */
export const PublishedPolicy = Type.Object({ hash: HashField, cid: CidField, policy: RoutingPolicyDocument });
export type PublishedPolicy = Static<typeof PublishedPolicy>;

/** GET /v1/pool: the quality each datanet's callers are routed to, and what each admission or fall made of the whole. */
export const PoolReport = Type.Object({
  now: Type.Array(
    Type.Object({ datanetId: AmountField, modelId: orNull(AmountField), quality: orNull(Share), calls: CountField }),
  ),
  quality: orNull(Share),
  changes: Type.Array(
    Type.Object({
      at: CountField,
      modelId: AmountField,
      datanetId: AmountField,
      from: StateField,
      to: StateField,
      roundId: orNull(AmountField),
      before: orNull(Share),
      after: orNull(Share),
    }),
  ),
});
export type PoolReport = Static<typeof PoolReport>;

/** GET /v1/traffic: calls and fees by model and tier. */
export const TrafficReport = Type.Object({
  since: CountField,
  calls: CountField,
  fees: AmountField,
  models: Type.Array(
    Type.Object({
      modelId: AmountField,
      tier: TierField,
      calls: CountField,
      failures: CountField,
      fees: AmountField,
      serving: AmountField,
      /** calls that explored a model on probation */
      explored: CountField,
      share: Share,
    }),
  ),
});
export type TrafficReport = Static<typeof TrafficReport>;

/** GET /v1/sandbox: what the tier took of its caps in the last day, and the record its models earned. */
export const SandboxReport = Type.Object({
  used: CountField,
  allowed: CountField,
  perDay: CountField,
  shareBps: BpsField,
  freeCalls: CountField,
  calls: CountField,
  models: Type.Array(
    Type.Object({
      modelId: AmountField,
      publisher: AddressField,
      calls: CountField,
      /** payers without a role in the datanet's models */
      payers: CountField,
      fees: AmountField,
      q05: Share,
      /** weight of live evidence that counted, not faded */
      record: Weight,
    }),
  ),
});
export type SandboxReport = Static<typeof SandboxReport>;

/** GET /v1/reevaluations: rounds this gateway asks for, signed. */
export const ReevaluationsReport = Type.Object({
  wanted: Type.Array(Type.Intersect([Wanted, Type.Object({ document: ReevaluationDocument })])),
});
export type ReevaluationsReport = Static<typeof ReevaluationsReport>;
