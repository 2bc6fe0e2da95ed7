import { randomBytes, randomUUID } from "node:crypto";
import { canonicalJson } from "@assay/sdk/hashing";
import { keccak256, stringToBytes } from "viem";
import type { EngineClient } from "../engine/client.ts";
import { AppError } from "../errors.ts";
import { readObject } from "../json.ts";
import type { Database } from "../storage/database.ts";
import type { Catalog } from "./catalog.ts";
import { type ChatRequest, type CompletionUsage, parseChatRequest } from "./openai.ts";
import { addReceipt } from "./receipts.ts";
import { parseModelName, type Route, routeAmong, routeNamed } from "./route.ts";
import { type Price, parseVoucherHeader, type VoucherDesk } from "./voucherDesk.ts";

/** A call that was routed and paid for, ready to answer. */
export interface PreparedCall {
  id: string;
  created: number;
  route: Route;
  request: ChatRequest;
  price: Price;
  /** Yields pieces of the answer, then returns what it took. The voucher is kept only when it ends well. */
  answer(
    signal: AbortSignal,
  ): AsyncGenerator<string, { text: string; finish: "stop" | "length"; usage: CompletionUsage }>;
}

export interface ChatServiceOptions {
  catalog: Catalog;
  desk: VoucherDesk;
  engine: EngineClient;
  db: Database;
  price: Price;
  /** token and payee, told to callers who have not paid */
  terms: { token: string; payee: string };
}

export interface CallHeaders {
  voucher: string | undefined;
  sandbox: boolean;
}

export function createChatService({ catalog, desk, engine, db, price, terms }: ChatServiceOptions) {
  async function route(name: string, sandbox: boolean): Promise<Route> {
    const parsed = parseModelName(name);
    if ("datanetId" in parsed) return routeAmong(await catalog.list(), parsed.datanetId);
    return routeNamed(await catalog.get(parsed.modelId), sandbox);
  }

  /** Routes, loads and takes the payment's reservation. @throws AppError before anything is answered */
  async function prepare(body: unknown, headers: CallHeaders): Promise<PreparedCall> {
    const request = parseChatRequest(body);
    const chosen = await route(request.model, headers.sandbox);
    if (headers.voucher === undefined) {
      throw new AppError(
        "payment_required",
        `This call costs ${price.servingAmount + price.feeAmount} wei of ${terms.token}, paid to ${terms.payee}: send a signed voucher in X-Assay-Voucher.`,
        { status: 402, field: "X-Assay-Voucher" },
      );
    }
    const signed = parseVoucherHeader(headers.voucher);
    const { adapterDir, profile } = await catalog.load(chosen.model);
    const reservation = await desk.reserve(signed, BigInt(chosen.model.id), price);
    const id = `chatcmpl-${randomUUID()}`;
    const began = performance.now();

    async function* answer(signal: AbortSignal) {
      try {
        const hasSystem = request.messages.some(({ role }) => role === "system");
        const messages = hasSystem
          ? request.messages
          : [{ role: "system" as const, content: profile.systemPrompt }, ...request.messages];
        const wanted = request.temperature ?? profile.defaultTemperatureMilli / 1000;
        const params = {
          base: profile.base,
          adapterDir,
          messages,
          // Callers are clamped to what was evaluated.
          temperature: Math.min(wanted, profile.maxTemperatureMilli / 1000),
          maxTokens: Math.min(request.maxTokens ?? profile.maxTokens, profile.maxTokens),
          key: randomBytes(32).toString("hex"),
        };
        let text = "";
        for await (const event of engine.chat(params, signal)) {
          const data = readObject(JSON.parse(event.data), "chat event");
          if (event.event === "token" && typeof data.text === "string") {
            text += data.text;
            yield data.text;
          } else if (event.event === "done") {
            const usage = {
              promptTokens: Number(data.promptTokens ?? 0),
              completionTokens: Number(data.completionTokens ?? 0),
            };
            keep(text, usage);
            const finish: "stop" | "length" = usage.completionTokens >= params.maxTokens ? "length" : "stop";
            return { text, finish, usage };
          }
        }
        throw new AppError(
          "engine_failed",
          "The model stopped before it finished; the call was not charged, send it again with the same voucher.",
          { status: 502 },
        );
      } finally {
        reservation.release();
      }
    }

    function keep(text: string, usage: CompletionUsage): void {
      reservation.commit();
      addReceipt(db, {
        id,
        createdAt: new Date().toISOString(),
        modelId: chosen.model.id,
        payer: signed.voucher.payer,
        ...price,
        promptHash: keccak256(stringToBytes(canonicalJson(request.messages))),
        answerHash: keccak256(stringToBytes(text)),
        completionTokens: usage.completionTokens,
        seconds: (performance.now() - began) / 1000,
        policy: chosen.policy,
        candidates: chosen.candidates,
        reason: chosen.reason,
      });
    }

    return { id, created: Math.floor(Date.now() / 1000), route: chosen, request, price, answer };
  }

  return { prepare, route };
}

export type ChatService = ReturnType<typeof createChatService>;
