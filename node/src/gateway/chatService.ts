import { randomBytes, randomUUID } from "node:crypto";
import { canonicalJson } from "@assay/sdk/hashing";
import { keccak256, stringToBytes } from "viem";
import type { EngineClient } from "../engine/client.ts";
import { AppError } from "../errors.ts";
import { readObject } from "../json.ts";
import { type ChatRequest, type CompletionUsage, parseChatRequest } from "../serving/openai.ts";
import { type Database, transaction } from "../storage/database.ts";
import type { Catalog } from "./catalog.ts";
import { addReceipt, type Receipt } from "./receipts.ts";
import { parseModelName, type Route, routeAmong, routeNamed } from "./route.ts";
import { type Price, parseVoucherHeader, type VoucherDesk } from "./voucherDesk.ts";

/** A call that was routed and paid for, ready to answer. */
export interface PreparedCall {
  id: string;
  created: number;
  route: Route;
  request: ChatRequest;
  price: Price;
  /**
   * Yields pieces of the answer, then returns what it took. The voucher is kept when the answer is whole, and when a
   * streaming caller left after it was given a piece: the price is for the call, and otherwise hanging up before the
   * end would make every answer free. An answer that failed here, or of which the caller saw nothing, costs nothing.
   */
  answer(
    signal: AbortSignal,
  ): AsyncGenerator<string, { text: string; finish: "stop" | "length"; usage: CompletionUsage }>;
  /** Frees the payer's channel; needed where `answer` may never have begun. May be called twice. */
  release(): void;
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
    // Payment first: a stranger's call must not make this machine fetch a model.
    const reservation = await desk.reserve(signed, BigInt(chosen.model.id), price);
    const { adapterDir, profile } = await catalog.load(chosen.model).catch((error: unknown) => {
      reservation.release();
      throw error;
    });
    const id = `chatcmpl-${randomUUID()}`;
    const began = performance.now();

    async function* answer(signal: AbortSignal) {
      let delivered = "";
      let pieces = 0;
      let settled = false;
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
            delivered = text;
            pieces++;
          } else if (event.event === "done") {
            const usage = {
              promptTokens: Number(data.promptTokens ?? 0),
              completionTokens: Number(data.completionTokens ?? 0),
            };
            keep(text, usage.completionTokens);
            settled = true;
            const finish: "stop" | "length" = usage.completionTokens >= params.maxTokens ? "length" : "stop";
            return { text, finish, usage };
          }
        }
        throw new AppError(
          "engine_failed",
          "The model stopped before it finished; the call was not charged, send it again with the same voucher.",
          { status: 502 },
        );
      } catch (error) {
        settled ||= !signal.aborted;
        throw error;
      } finally {
        if (!settled && request.stream && pieces > 0) keep(delivered, pieces);
        reservation.release();
      }
    }

    /** Voucher and receipt are stored together or not at all. */
    function keep(text: string, completionTokens: number): void {
      transaction(db, () => {
        reservation.commit();
        addReceipt(db, receiptOf(text, completionTokens));
      });
    }

    function receiptOf(text: string, completionTokens: number): Receipt {
      return {
        id,
        createdAt: new Date().toISOString(),
        modelId: chosen.model.id,
        payer: signed.voucher.payer,
        ...price,
        promptHash: keccak256(stringToBytes(canonicalJson(request.messages))),
        answerHash: keccak256(stringToBytes(text)),
        completionTokens,
        seconds: (performance.now() - began) / 1000,
        policy: chosen.policy,
        candidates: chosen.candidates,
        reason: chosen.reason,
      };
    }

    const created = Math.floor(Date.now() / 1000);
    return { id, created, route: chosen, request, price, answer, release: reservation.release };
  }

  return { prepare, route };
}

export type ChatService = ReturnType<typeof createChatService>;
