import { tierOf } from "@assay/sdk/reputation";
import type { Hono } from "hono";
import { stream } from "hono/streaming";
import type { Address } from "viem";
import { AppError, messageOf } from "../../platform/errors.ts";
import { readJsonBody } from "../../platform/http/app.ts";
import { formatEvent } from "../../platform/http/sse.ts";
import { readAddress } from "../../platform/json.ts";
import type { Catalog } from "../../reputation/catalog.ts";
import { completion, completionChunk } from "../../serving/openai.ts";
import type { ChannelState, Price, VoucherDesk } from "../payments/voucherDesk.ts";
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
}

const amounts = ({ servingAmount, feeAmount }: Price) => ({
  servingAmount: servingAmount.toString(),
  feeAmount: feeAmount.toString(),
});

/** Who answered, by which rule of which policy, among whom, and why. The call's id names its receipt. */
function assayPart({ route, price, policy }: PreparedCall): object {
  const { model, tier, rule, candidates, reason } = route;
  return { modelId: model.id, state: model.state, tier, rule, policy, candidates, reason, price: amounts(price) };
}

/** OpenAI's paths, and what a caller needs to pay. */
export function addGatewayRoutes(
  app: Hono,
  { chat, catalog, desk, quantile, price, terms, readChannel }: GatewayRoutes,
): void {
  app.get("/health", (c) => c.json({ ok: true }));

  app.get("/v1/models", async (c) => {
    const models = await catalog.list();
    const data = models
      .filter(({ state }) => state !== "RETIRED")
      .map((model) => ({
        id: `assay/model-${model.id}`,
        object: "model",
        created: model.registeredAt,
        owned_by: model.publisher,
        assay: {
          state: model.state,
          datanet: `assay/${model.datanetId}`,
          worst: model.worst ?? null,
          tier: tierOf(model) ?? "closed",
          q05: quantile(model.id).q05,
          price: amounts(price),
        },
      }));
    return c.json({ object: "list", data });
  });

  app.get("/v1/quote", async (c) => {
    const name = c.req.query("model");
    const route = name === undefined ? undefined : await chat.route(name, true);
    return c.json({
      ...(route === undefined
        ? {}
        : { modelId: route.model.id, state: route.model.state, rule: route.rule, reason: route.reason }),
      ...amounts(price),
      ...terms,
    });
  });

  app.get("/v1/channel", async (c) => {
    const payer = readAddress(c.req.query("payer"), "payer");
    const account = desk.accountOf(payer);
    const channel = await readChannel(payer);
    return c.json({
      payer,
      ...terms,
      deposited: channel.deposited.toString(),
      redeemed: channel.redeemed.toString(),
      withdrawAt: channel.withdrawAt.toString(),
      cumulative: account.cumulative.toString(),
      charges: account.charges.map((line) => ({ modelId: line.modelId.toString(), ...amounts(line) })),
    });
  });

  app.post("/v1/chat/completions", async (c) => {
    const headers = { voucher: c.req.header("x-assay-voucher"), sandbox: c.req.header("x-assay-sandbox") === "true" };
    const call = await chat.prepare(await readJsonBody(c), headers);
    const head = { id: call.id, created: call.created, model: `assay/model-${call.route.model.id}` };
    if (!call.request.stream) {
      const pieces = call.answer(c.req.raw.signal);
      let step = await pieces.next();
      while (!step.done) step = await pieces.next();
      const { text, finish, usage, outcome } = step.value;
      return c.json(completion(head, text, finish, usage, { ...assayPart(call), outcome }));
    }
    c.header("content-type", "text/event-stream; charset=utf-8");
    c.header("cache-control", "no-cache");
    return stream(c, async (out) => {
      const aborted = new AbortController();
      out.onAbort(() => aborted.abort());
      try {
        const pieces = call.answer(aborted.signal);
        await out.write(formatEvent({ data: completionChunk(head, { role: "assistant" }, null) }));
        let step = await pieces.next();
        while (!step.done) {
          await out.write(formatEvent({ data: completionChunk(head, { content: step.value }, null) }));
          step = await pieces.next();
        }
        const { finish, outcome } = step.value;
        const assay = { ...assayPart(call), outcome };
        await out.write(formatEvent({ data: { ...completionChunk(head, {}, finish), assay } }));
        await out.write("data: [DONE]\n\n");
      } catch (error) {
        // The status line is long sent: the stream itself must say that it broke, never end as if it were whole.
        const code = error instanceof AppError ? error.code : "internal";
        await out.write(formatEvent({ data: { error: { code, message: messageOf(error) } } }));
      } finally {
        call.release();
      }
    });
  });
}
