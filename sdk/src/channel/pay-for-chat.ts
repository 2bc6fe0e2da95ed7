import { type Address, formatEther, type Hex } from "viem";
import { signVoucher } from "../actions/payments/sign-voucher.ts";
import type { AssayWallet } from "../actions/transaction.ts";
import type { ApiClient } from "../api/client.ts";
import type { CallRoute, ChatCompletionRequest, chatRoutes } from "../api/gateway.ts";
import type { Deployment } from "../deployment.ts";
import { AssayError } from "../errors/assay-error.ts";
import { type Voucher, voucherTypedData } from "../hashing/voucher.ts";
import { nextVoucher } from "./next-voucher.ts";
import { spendable } from "./spendable.ts";
import { type SignedVoucher, voucherHeader } from "./voucher-header.ts";

/** Anything that signs EIP-712 data for an address, such as one of viem's local accounts. */
export type VoucherSigner = {
  address: Address;
  signTypedData(data: ReturnType<typeof voucherTypedData>): Promise<Hex>;
};

/** The routes of a gateway that a payer uses. */
export type PaidGateway = Pick<ApiClient<typeof chatRoutes>, "quote" | "channel" | "complete">;

/** Parameters of {@link payForChat}. */
export type PayForChatParameters = Omit<ChatCompletionRequest, "stream"> & {
  gateway: PaidGateway;
  deployment: Deployment;
  /** who pays and signs */
  payer: AssayWallet | VoucherSigner;
  /** allows a model that is in the sandbox to answer */
  sandbox?: boolean;
  /** asks for a stream, and is given the whole answer so far after each piece */
  onText?: (text: string) => void;
  signal?: AbortSignal;
};

/** An answer and what was promised for it. */
export type PaidChat = {
  /** names the call's receipt */
  id: string;
  text: string;
  /** which model answered, and why */
  route: CallRoute;
  modelId: bigint;
  /** price of this call, token wei */
  paid: bigint;
  signed: SignedVoucher;
};

type Answer = Pick<PaidChat, "id" | "text" | "route">;

/**
 * Asks for the price, signs a voucher for one more call, and sends the question with it. The channel must hold enough:
 * `deposit` opens it and tops it up. A call that fails is not charged.
 * Throws AssayError (CHANNEL_EMPTY, USER_REJECTED ...) and ApiError with the gateway's own sentence.
 *
 * @example
 * const { text, paid } = await payForChat({
 *   gateway: createApiClient("http://127.0.0.1:4600", gatewayApi),
 *   deployment,
 *   payer: wallet,
 *   model: "assay/model-1",
 *   messages: [{ role: "user", content: "Is this review positive? ..." }],
 * });
 */
export async function payForChat(parameters: PayForChatParameters): Promise<PaidChat> {
  const { gateway, deployment, payer, sandbox = false, onText, signal, ...request } = parameters;
  const options = signal === undefined ? {} : { signal };
  const address = "account" in payer ? payer.account.address : payer.address;
  const quote = await gateway.quote({ query: { model: request.model } }, options);
  const channel = await gateway.channel({ query: { payer: address } }, options);
  const paid = BigInt(quote.servingAmount) + BigInt(quote.feeAmount);
  assertCovered(spendable(channel), paid);
  const modelId = quotedModel(quote);
  const { voucher, charges } = nextVoucher({ channel, price: quote, modelId, payer: address });
  const signed = { voucher, charges, signature: await sign(payer, deployment, voucher) };
  const headers = { "x-assay-voucher": voucherHeader(signed), ...(sandbox ? { "x-assay-sandbox": "true" } : {}) };
  const call = { headers, body: request };
  const answer =
    onText === undefined ? await whole(gateway, call, options) : await streamed(gateway, call, options, onText);
  return { ...answer, modelId, paid, signed };
}

type Call = { headers: Record<string, string>; body: ChatCompletionRequest };
type Options = { signal?: AbortSignal };

async function whole(gateway: PaidGateway, call: Call, options: Options): Promise<Answer> {
  const { id, choices, assay } = await gateway.complete(call, options);
  return { id, text: choices[0]?.message.content ?? "", route: assay };
}

async function streamed(
  gateway: PaidGateway,
  { headers, body }: Call,
  options: Options,
  onText: (text: string) => void,
): Promise<Answer> {
  let text = "";
  let answer: Answer | undefined;
  for await (const { data } of gateway.complete.stream({ headers, body: { ...body, stream: true } }, options)) {
    // The client throws a refusal before it comes here.
    if ("error" in data) continue;
    const piece = data.choices[0]?.delta.content ?? "";
    text += piece;
    if (piece !== "") onText(text);
    if (data.assay !== undefined) answer = { id: data.id, text, route: data.assay };
  }
  if (answer !== undefined) return answer;
  throw new AssayError("The answer ended before the gateway said who answered; ask again.", { code: "ANSWER_CUT" });
}

function assertCovered(left: bigint, price: bigint): void {
  if (left >= price) return;
  throw new AssayError(`The channel has ${formatEther(left)} ASY left and the call costs ${formatEther(price)} ASY.`, {
    code: "CHANNEL_EMPTY",
    hint: `Deposit at least ${formatEther(price - left)} ASY, then ask again.`,
  });
}

function quotedModel({ modelId }: { modelId?: string }): bigint {
  if (modelId !== undefined) return BigInt(modelId);
  throw new AssayError("The gateway's quote names no model, so no voucher can be made out.", {
    code: "QUOTE_MODEL",
    field: "modelId",
  });
}

async function sign(payer: AssayWallet | VoucherSigner, deployment: Deployment, voucher: Voucher): Promise<Hex> {
  if ("account" in payer) return await signVoucher(payer, { deployment, voucher });
  const domain = { chainId: deployment.chainId, payments: deployment.addresses.payments };
  return await payer.signTypedData(voucherTypedData({ ...domain, voucher }));
}
