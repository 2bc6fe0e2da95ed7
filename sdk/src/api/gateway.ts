import Type, { type Static } from "typebox";
import { AddressField, AmountField, CountField, NameField, TextField } from "../documents/fields.ts";
import { Candidate, OutcomeField, PolicyRef, RuleField, TierField } from "../documents/receipt.ts";
import { AccountHealth } from "./account-health.ts";
import { ModelStateField } from "./reputation.ts";
import { defineRoutes } from "./route.ts";
import { ErrorReply, filled, orNull, Share } from "./shapes.ts";

/** Largest conversation that is taken: enough for the evaluated conditions, far below an attack on memory. */
const MAX_MESSAGES = 64;
const MAX_MESSAGE_CHARACTERS = 16_000;

export const ChatMessage = Type.Object({
  role: Type.Enum(["system", "user", "assistant"]),
  content: Type.String({ maxLength: MAX_MESSAGE_CHARACTERS }),
});
export type ChatMessage = Static<typeof ChatMessage>;

const MaxTokens = Type.Optional(orNull(Type.Integer({ minimum: 1, maximum: 4_096 })));

/** The part of OpenAI's request that Assay answers; other fields are ignored as OpenAI does. */
export const ChatConversation = Type.Object({
  messages: Type.Array(ChatMessage, { minItems: 1, maxItems: MAX_MESSAGES }),
  stream: Type.Optional(orNull(Type.Boolean())),
  temperature: Type.Optional(orNull(Type.Number({ minimum: 0, maximum: 2 }))),
  max_tokens: MaxTokens,
  max_completion_tokens: MaxTokens,
});
export type ChatConversation = Static<typeof ChatConversation>;

/** OpenAI's chat completion request. `model` is "assay/model-<id>", or "assay/<datanet id>" to be routed. */
export const ChatCompletionRequest = Type.Object({ ...ChatConversation.properties, model: filled(200) });
export type ChatCompletionRequest = Static<typeof ChatCompletionRequest>;

/** Price of one call, token wei. Only the fee is split; the serving part is the operator's. */
export const CallPrice = Type.Object({ servingAmount: AmountField, feeAmount: AmountField });
export type CallPrice = Static<typeof CallPrice>;

/** Who answered, by which rule of which policy, among whom, why, and what it cost. */
export const CallRoute = Type.Object({
  modelId: AmountField,
  state: ModelStateField,
  tier: TierField,
  rule: RuleField,
  policy: PolicyRef,
  candidates: Type.Array(Candidate),
  reason: TextField,
  price: CallPrice,
  outcome: OutcomeField,
});
export type CallRoute = Static<typeof CallRoute>;

const Finish = Type.Enum(["stop", "length"]);
const head = { id: NameField, created: CountField, model: NameField };

/** OpenAI's chat completion. Its id names the receipt. */
export const ChatCompletion = Type.Object({
  ...head,
  object: Type.Literal("chat.completion"),
  choices: Type.Array(
    Type.Object({
      index: CountField,
      message: Type.Object({ role: Type.Literal("assistant"), content: Type.String() }),
      finish_reason: Finish,
    }),
  ),
  usage: Type.Object({ prompt_tokens: CountField, completion_tokens: CountField, total_tokens: CountField }),
  assay: CallRoute,
});
export type ChatCompletion = Static<typeof ChatCompletion>;

/** One streamed piece in OpenAI's form; the last one has `assay`. */
export const ChatCompletionChunk = Type.Object({
  ...head,
  object: Type.Literal("chat.completion.chunk"),
  choices: Type.Array(
    Type.Object({
      index: CountField,
      delta: Type.Object({
        role: Type.Optional(Type.Literal("assistant")),
        content: Type.Optional(Type.String()),
      }),
      finish_reason: orNull(Finish),
    }),
  ),
  assay: Type.Optional(CallRoute),
});
export type ChatCompletionChunk = Static<typeof ChatCompletionChunk>;

/** A model that may be named in a call. */
export const GatewayModel = Type.Object({
  id: NameField,
  object: Type.Literal("model"),
  created: CountField,
  owned_by: AddressField,
  assay: Type.Object({
    state: ModelStateField,
    datanet: NameField,
    /** smallest gated count of its last final round */
    worst: orNull(Type.Object({ passes: CountField, items: CountField, needed: CountField })),
    tier: Type.Union([TierField, Type.Literal("closed")]),
    q05: Share,
    price: CallPrice,
  }),
});
export type GatewayModel = Static<typeof GatewayModel>;

/** Whom vouchers are made out to. */
const terms = { token: AddressField, payee: AddressField };

/** What a call costs. For a named model or datanet also who would answer; a datanet's choice stands for two minutes. */
export const CallQuote = Type.Object({
  modelId: Type.Optional(AmountField),
  state: Type.Optional(ModelStateField),
  rule: Type.Optional(RuleField),
  reason: Type.Optional(TextField),
  ...CallPrice.properties,
  ...terms,
});
export type CallQuote = Static<typeof CallQuote>;

/** A payer's channel with this gateway: money on chain, and what the newest voucher promises. Token wei. */
export const Channel = Type.Object({
  payer: AddressField,
  ...terms,
  deposited: AmountField,
  redeemed: AmountField,
  withdrawAt: AmountField,
  cumulative: AmountField,
  charges: Type.Array(Type.Object({ modelId: AmountField, ...CallPrice.properties })),
});
export type Channel = Static<typeof Channel>;

/** OpenAI's paths, and what a caller needs in order to pay. */
export const chatRoutes = defineRoutes({
  health: {
    method: "GET",
    path: "/health",
    summary:
      "Says that the gateway is up, and which payments wait because the chain or this node refused them, or the transaction is not mined.",
    reply: Type.Object({
      ok: Type.Boolean(),
      /** for people: why not all is well */
      trouble: Type.Optional(TextField),
      accounts: Type.Array(AccountHealth),
      parked: Type.Array(Type.Object({ id: TextField, reason: Type.String(), since: TextField })),
    }),
  },
  models: {
    method: "GET",
    path: "/v1/models",
    summary: "Lists the models that can be named, as OpenAI does.",
    reply: Type.Object({ object: Type.Literal("list"), data: Type.Array(GatewayModel) }),
  },
  quote: {
    method: "GET",
    path: "/v1/quote",
    summary: "Says what a call costs, whom to pay, and which model would answer.",
    query: Type.Object({ model: Type.Optional(filled(200)) }),
    reply: CallQuote,
  },
  channel: {
    method: "GET",
    path: "/v1/channel",
    summary: "Shows a payer's channel: what the next voucher adds to.",
    query: Type.Object({ payer: AddressField }),
    reply: Channel,
  },
  complete: {
    method: "POST",
    path: "/v1/chat/completions",
    summary: "Answers a conversation in OpenAI's form, whole or as a stream that ends with [DONE].",
    headers: Type.Object({
      "x-assay-voucher": Type.Optional(
        Type.String({ description: "Base64 of JSON {voucher, signature, charges}; amounts are decimal strings." }),
      ),
      "x-assay-sandbox": Type.Optional(
        Type.String({ description: '"true" allows a model that is in the sandbox to answer.' }),
      ),
    }),
    body: ChatCompletionRequest,
    reply: ChatCompletion,
    events: { message: Type.Union([ChatCompletionChunk, ErrorReply]) },
  },
});
