import { randomUUID } from "node:crypto";
import type { ChatCompletionRequest } from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import type { Hex } from "viem";
import type { EngineClient } from "../../platform/engine/client.ts";
import type { Logger } from "../../platform/log.ts";
import { type Catalog, type CatalogModel, findModel } from "../../reputation/catalog.ts";
import type { Declared, DeclaredCheck } from "../../reputation/declared.ts";
import { linkedAccounts } from "../../reputation/linked.ts";
import type { Reputation } from "../../reputation/reputation.ts";
import type { Traffic } from "../../reputation/traffic.ts";
import { type ChatRequest, readChatRequest } from "../../serving/openai.ts";
import { type Price, paidModel, parseVoucherHeader, type SignedVoucher } from "../payments/voucher.ts";
import type { VoucherDesk } from "../payments/voucherDesk.ts";
import type { Quotes } from "../routing/quotes.ts";
import { parseModelName, type Route, routeAmong, routeNamed } from "../routing/route.ts";
import { type Answer, answerCall } from "./answerCall.ts";
import { createCallRecord } from "./callRecord.ts";

/** A call that was routed and paid for, ready to answer. */
export interface PreparedCall {
  id: string;
  created: number;
  route: Route;
  request: ChatRequest;
  price: Price;
  /** routing policy in force */
  policy: { version: number; hash: Hex };
  /**
   * Yields pieces of the answer, then returns what it took. The voucher is kept when the answer is whole, and when a
   * streaming caller left after it was given a piece: the price is for the call, and otherwise hanging up before the
   * end would make every answer free. An answer that failed here, or of which the caller saw nothing, costs nothing.
   * A failed attempt leaves a receipt, counts against the model, and is never tried again elsewhere in silence.
   */
  answer(signal: AbortSignal): AsyncGenerator<string, Answer>;
  /** Frees the payer's channel; needed where `answer` may never have begun. May be called twice. */
  release(): void;
}

export interface ChatServiceOptions {
  catalog: Catalog;
  desk: VoucherDesk;
  engine: EngineClient;
  price: Price;
  /** token and payee, told to callers who have not paid */
  terms: { token: string; payee: string };
  reputation: Reputation;
  traffic: Traffic;
  quotes: Quotes;
  declared: Declared;
  log: Logger;
}

export interface CallHeaders {
  voucher: string | undefined;
  sandbox: boolean;
}

export function createChatService(options: ChatServiceOptions) {
  const { catalog, desk, engine, price, terms, reputation, traffic, quotes, log } = options;
  const policy: { version: number; hash: Hex } = {
    version: reputation.policy.document.version,
    hash: reputation.policy.hash,
  };
  const timeoutSeconds = reputation.policy.document.live.timeout;
  const context = {
    policy: reputation.policy.document,
    quantile: reputation.quantile,
    explored: traffic.explored,
    mayExplore: traffic.mayExplore,
  };

  function choose(models: CatalogModel[], name: ReturnType<typeof parseModelName>, sandbox: boolean): Route {
    if ("datanetId" in name) return routeAmong(models, name.datanetId, context);
    return routeNamed(findModel(models, name.modelId), sandbox, context);
  }

  /** A refusal must not rest on an old copy of the index, so the index is asked once more before it is said. */
  async function chooseFresh(name: ReturnType<typeof parseModelName>, sandbox: boolean): Promise<Route> {
    const models = await catalog.list();
    try {
      return choose(models, name, sandbox);
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      return choose(await catalog.renewed(), name, sandbox);
    }
  }

  /** The choice a caller is quoted, which stands for a moment. */
  async function route(name: string, sandbox: boolean): Promise<Route> {
    const parsed = parseModelName(name);
    const chosen = await chooseFresh(parsed, sandbox);
    if ("datanetId" in parsed) quotes.keep(parsed.datanetId, chosen);
    return chosen;
  }

  /** The one model a voucher pays a call of; undefined without a voucher, and when it pays none or several. */
  async function paidBy(signed: SignedVoucher | undefined): Promise<string | undefined> {
    if (signed === undefined) return undefined;
    return paidModel(signed, await desk.accountOf(signed.voucher.payer))?.toString();
  }

  /** The choice a call is answered by: the quoted one if `paid` is its model, else one made now, from memory alone. */
  async function routeCall(
    parsed: ReturnType<typeof parseModelName>,
    sandbox: boolean,
    paid: string | undefined,
  ): Promise<Route> {
    if ("datanetId" in parsed && paid !== undefined) {
      const quoted = quotes.find(parsed.datanetId, paid);
      const model = quoted && (await catalog.list()).find(({ id }) => id === quoted.model.id);
      if (quoted !== undefined && model?.state === quoted.model.state) return { ...quoted, model };
    }
    return await chooseFresh(parsed, sandbox);
  }

  /**
   * The check that applies to a call. Who brings its own system message or token limit asks for something different from what
   * was judged, so its answers are not held against the labels; nor are they where the exam can't be read now.
   */
  async function checkFor(model: CatalogModel, request: ChatRequest): Promise<DeclaredCheck | undefined> {
    if (request.maxTokens !== undefined || request.messages.some(({ role }) => role === "system")) return undefined;
    try {
      return await options.declared(model);
    } catch (error) {
      log.warn("exam_unread", { model: model.id, error });
      return undefined;
    }
  }

  /** Routes, loads and takes the payment's reservation. @throws AssayError before anything is answered */
  async function prepare(body: ChatCompletionRequest, headers: CallHeaders): Promise<PreparedCall> {
    const request = readChatRequest(body);
    const signed = headers.voucher === undefined ? undefined : parseVoucherHeader(headers.voucher);
    const parsed = parseModelName(request.model);
    // A named model needs no look at what the voucher pays; the desk checks that anyway.
    const paid = "datanetId" in parsed ? await paidBy(signed) : undefined;
    const chosen = await routeCall(parsed, headers.sandbox, paid);
    if (signed === undefined) {
      throw new AssayError(
        `This call costs ${price.servingAmount + price.feeAmount} wei of ${terms.token}, paid to ${terms.payee}: send a signed voucher in X-Assay-Voucher.`,
        { code: "payment_required", status: 402, field: "X-Assay-Voucher" },
      );
    }
    const models = await catalog.list();
    const peers = new Set(models.filter(({ datanetId }) => datanetId === chosen.model.datanetId).map(({ id }) => id));
    // Payment first: a stranger's call must not make this machine fetch a model.
    const reservation = await desk.reserve(signed, BigInt(chosen.model.id), price);
    const releases: (() => void)[] = [reservation.release];
    const release = (): void => {
      for (const undo of releases) undo();
    };
    try {
      const { tier, rule, model } = chosen;
      releases.push(traffic.enter({ modelId: model.id, tier, rule }, peers).leave);
      const { adapterDir, profile } = await catalog.load(model);
      const check = await checkFor(model, request);
      const linked = linkedAccounts(models, model.datanetId, terms.payee).has(signed.voucher.payer.toLowerCase());
      const id = `chatcmpl-${randomUUID()}`;
      const own = {
        id,
        route: chosen,
        request,
        price,
        signed,
        reservation,
        policy,
        linked,
        labelled: check !== undefined,
      };
      const record = createCallRecord({ reputation, traffic, now: catalog.now, ...own });
      const call = { engine, id, modelId: model.id, request, profile, adapterDir, record, check, timeoutSeconds };
      return {
        id,
        created: Math.floor(Date.now() / 1000),
        route: chosen,
        request,
        price,
        policy,
        release,
        async *answer(signal) {
          try {
            return yield* answerCall({ ...call, signal });
          } finally {
            release();
          }
        },
      };
    } catch (error) {
      release();
      throw error;
    }
  }

  return { prepare, route };
}

export type ChatService = ReturnType<typeof createChatService>;
