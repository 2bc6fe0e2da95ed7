import { type AccountHealth, type CallRoute, chatRoutes, gatewayApi } from "@assay/sdk/api";
import type { Outcome } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { tierOf } from "@assay/sdk/reputation";
import type { Hono } from "hono";
import type { Address } from "viem";
import { messageOf } from "../../platform/errors.ts";
import { serveOpenApi, serveRoutes } from "../../platform/http/route.ts";
import { eventStream } from "../../platform/http/sse.ts";
import type { Catalog } from "../../reputation/catalog.ts";
import { completion, completionChunk } from "../../serving/openai.ts";
import type { ParkedPayment } from "../payments/parked.ts";
import type { Price } from "../payments/voucher.ts";
import type { ChannelState, VoucherDesk } from "../payments/voucherDesk.ts";
import type { ChatService, PreparedCall } from "./chatService.ts";

export interface GatewayRoutes {
  chat: ChatService;
  catalog: Catalog;
  desk: VoucherDesk;
  /** the reputation's 5% quantile of a model */
  quantile(modelId: string): { q05: number };
  price: Price;
  terms: { token: Address; payee: Address };
  readChannel(payer: Address): Promise<ChannelState>;
  /** payments that wait by themselves */
  parked(): Promise<ParkedPayment[]>;
  /** what is late or stuck of the role's transactions, by account */
  accounts(): Promise<AccountHealth[]>;
}

const amounts = ({ servingAmount, feeAmount }: Price) => ({
  servingAmount: servingAmount.toString(),
  feeAmount: feeAmount.toString(),
});

/** Who answered, by which rule of which policy, among whom, and why. The call's id names its receipt. */
function callRoute({ route, price, policy }: PreparedCall, outcome: Outcome): CallRoute {
  const { model, tier, rule, candidates, reason } = route;
  const { id: modelId, state } = model;
  return { modelId, state, tier, rule, policy, candidates, reason, price: amounts(price), outcome };
}

/** OpenAI's paths, and what a caller needs to pay. */
export function addGatewayRoutes(
  app: Hono,
  { chat, catalog, desk, quantile, price, terms, readChannel, parked, accounts }: GatewayRoutes,
): void {
  serveOpenApi(app, "gateway", gatewayApi);
  serveRoutes(app, chatRoutes, {
    async health() {
      const [waiting, ownAccounts] = await Promise.all([parked(), accounts()]);
      const [first] = waiting;
      if (first === undefined) return { ok: true, parked: [], accounts: ownAccounts };
      const others = waiting.length === 1 ? "" : ` and ${waiting.length - 1} more`;
      return {
        ok: true,
        trouble: `Not paid: ${first.id}${others}. ${first.reason}`,
        parked: waiting,
        accounts: ownAccounts,
      };
    },

    async models() {
      const models = await catalog.list();
      const data = models
        .filter(({ state }) => state !== "RETIRED")
        .map((model) => ({
          id: `assay/model-${model.id}`,
          object: "model" as const,
          created: model.registeredAt,
          owned_by: model.publisher,
          assay: {
            state: model.state,
            datanet: `assay/${model.datanetId}`,
            worst: model.worst ?? null,
            tier: tierOf(model) ?? ("closed" as const),
            q05: quantile(model.id).q05,
            price: amounts(price),
          },
        }));
      return { object: "list", data };
    },

    async quote({ query }) {
      const route = query.model === undefined ? undefined : await chat.route(query.model, true);
      return {
        ...(route === undefined
          ? {}
          : { modelId: route.model.id, state: route.model.state, rule: route.rule, reason: route.reason }),
        ...amounts(price),
        ...terms,
      };
    },

    async channel({ query: { payer } }) {
      const account = await desk.accountOf(payer);
      const channel = await readChannel(payer);
      return {
        payer,
        ...terms,
        deposited: channel.deposited.toString(),
        redeemed: channel.redeemed.toString(),
        withdrawAt: channel.withdrawAt.toString(),
        cumulative: account.cumulative.toString(),
        charges: account.charges.map((line) => ({ modelId: line.modelId.toString(), ...amounts(line) })),
      };
    },

    async complete({ headers, body }, c) {
      const call = await chat.prepare(body, {
        voucher: headers["x-assay-voucher"],
        sandbox: headers["x-assay-sandbox"] === "true",
      });
      const head = { id: call.id, created: call.created, model: `assay/model-${call.route.model.id}` };
      if (!call.request.stream) {
        const pieces = call.answer(c.req.raw.signal);
        let step = await pieces.next();
        while (!step.done) step = await pieces.next();
        const { text, finish, usage, outcome } = step.value;
        return completion(head, text, finish, usage, callRoute(call, outcome));
      }
      return eventStream(c, async (out) => {
        try {
          const pieces = call.answer(out.signal);
          await out.send({ data: completionChunk(head, { role: "assistant" }, null) });
          let step = await pieces.next();
          while (!step.done) {
            await out.send({ data: completionChunk(head, { content: step.value }, null) });
            step = await pieces.next();
          }
          const { finish, outcome } = step.value;
          await out.send({ data: { ...completionChunk(head, {}, finish), assay: callRoute(call, outcome) } });
          await out.write("data: [DONE]\n\n");
        } catch (error) {
          // The status line is long sent: the stream itself must say that it broke, never end as if it were whole.
          const code = error instanceof AssayError ? error.code : "internal";
          await out.send({ data: { error: { code, message: messageOf(error) } } });
        } finally {
          call.release();
        }
      });
    },
  });
}
