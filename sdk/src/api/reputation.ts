import Type, { type Static } from "typebox";
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
import { ReceiptDocument, TierField } from "../documents/receipt.ts";
import { ReevaluationDocument } from "../documents/reevaluation.ts";
import { RoutingPolicyDocument } from "../documents/routing-policy.ts";
import { defineRoutes } from "./route.ts";
import { orNull, Share } from "./shapes.ts";

const Weight = Type.Number({ minimum: 0 });

/** Where a model stands on chain. */
export const ModelStateField = Type.Enum(["SANDBOX", "PROBATION", "ADMITTED", "SUSPENDED", "RETIRED"]);

const Wanted = Type.Object({
  modelId: AmountField,
  at: CountField,
  q05: Share,
  cid: CidField,
  hash: HashField,
  signature: BytesField,
});

/** What a gateway remembers of a model. Times in unix seconds, weights in items. */
export const ModelReputation = Type.Object({
  modelId: AmountField,
  state: ModelStateField,
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

/** A routing policy and where it is pinned. */
export const PublishedPolicy = Type.Object({ hash: HashField, cid: CidField, policy: RoutingPolicyDocument });
export type PublishedPolicy = Static<typeof PublishedPolicy>;

/** The quality each datanet's callers are routed to, and what each admission or fall made of the whole. */
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
      from: ModelStateField,
      to: ModelStateField,
      roundId: orNull(AmountField),
      before: orNull(Share),
      after: orNull(Share),
    }),
  ),
});
export type PoolReport = Static<typeof PoolReport>;

/** Calls and fees by model and tier. */
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

/** What the sandbox took of its caps in the last day, and the record its models earned. */
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

/** Rounds this gateway asks for, signed. */
export const ReevaluationsReport = Type.Object({
  wanted: Type.Array(Type.Intersect([Wanted, Type.Object({ document: ReevaluationDocument })])),
});
export type ReevaluationsReport = Static<typeof ReevaluationsReport>;

/** A payer's judgement of an answer it paid for (EIP-712 Rating). */
export const SignedRating = Type.Object({
  rating: Type.Object({
    payer: AddressField,
    gateway: AddressField,
    /** id of the answer */
    receipt: NameField,
    right: Type.Boolean(),
  }),
  signature: BytesField,
});
export type SignedRating = Static<typeof SignedRating>;

/** Whether a rating counted, by which weight, or why not. */
export const RatingReply = Type.Union([
  Type.Object({ counted: Type.Literal(true), weight: Weight }),
  Type.Object({ counted: Type.Literal(false), reason: Type.Enum(["linked", "capped", "unpaid"]) }),
]);

/** What a gateway remembers and by which thresholds it routes: all of it public. */
export const reputationRoutes = defineRoutes({
  reputation: {
    method: "GET",
    path: "/v1/reputation/:modelId",
    summary: "Shows what the gateway remembers of a model.",
    params: Type.Object({ modelId: NameField }),
    reply: ModelReputation,
  },
  policy: {
    method: "GET",
    path: "/v1/policy",
    summary: "Shows every threshold that the gateway routes by.",
    reply: PublishedPolicy,
  },
  policyByHash: {
    method: "GET",
    path: "/v1/policy/:hash",
    summary: "Shows an earlier policy by its hash.",
    params: Type.Object({ hash: NameField }),
    reply: PublishedPolicy,
  },
  pool: {
    method: "GET",
    path: "/v1/pool",
    summary: "Shows the quality that callers are routed to, and how each admission changed it.",
    reply: PoolReport,
  },
  traffic: {
    method: "GET",
    path: "/v1/traffic",
    summary: "Shows calls and fees by model and tier over the last days; 30 where nothing is said.",
    query: Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_650 })) }),
    reply: TrafficReport,
  },
  reevaluations: {
    method: "GET",
    path: "/v1/reevaluations",
    summary: "Lists the rounds that the gateway asks for, signed.",
    reply: ReevaluationsReport,
  },
  sandbox: {
    method: "GET",
    path: "/v1/sandbox",
    summary: "Shows how full the sandbox is and the record of each model in it.",
    reply: SandboxReport,
  },
  receipt: {
    method: "GET",
    path: "/v1/receipts/:id",
    summary: "Shows the receipt of an answer; only its caller knows the id.",
    params: Type.Object({ id: NameField }),
    reply: ReceiptDocument,
  },
  rate: {
    method: "POST",
    path: "/v1/ratings",
    summary: "Takes a payer's rating of an answer: one per receipt, for a limited time.",
    body: SignedRating,
    status: 201,
    reply: RatingReply,
  },
});
