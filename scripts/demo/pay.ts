/** Stage "paid chat": a channel, a signed voucher, an answer over the OpenAI-compatible API. */
import { deposit, signVoucher } from "@assay/sdk/actions";
import type { Tier } from "@assay/sdk/documents";
import { addCall, chargesRoot, chargesTotal } from "@assay/sdk/hashing";
import { tierOf } from "@assay/sdk/reputation";
import { formatEther, parseEther } from "viem";
import { localWallet } from "../stack/accounts.ts";
import { localAccount } from "../stack/chain.ts";
import { type DemoContext, tx } from "./context.ts";
import { servicesOf } from "./http.ts";

export type PaidAnswer = {
  model: string;
  tier: Tier;
  question: string;
  answer: string;
  paid: string;
};

const DEPOSIT = parseEther("50");

export async function payForAnswer(
  context: DemoContext,
  modelId: bigint,
  state: string,
  question: string,
): Promise<PaidAnswer> {
  const { stack, timeline } = context;
  const { deployment } = stack;
  const { gateway } = servicesOf(stack);
  const wallet = localWallet("app", stack.rpcUrl);
  const payer = localAccount("app").address;
  const tier = tierOf({ state });
  if (tier === undefined) throw new Error(`Model ${modelId} is ${state.toLowerCase()} and answers no calls.`);
  return await timeline.stage(`paid chat call (${tier} tier)`, 5, async (stage) => {
    const model = `assay/model-${modelId}`;
    const terms = await gateway.quote({ query: { model } });
    const channel = await gateway.channel({ query: { payer } });
    if (BigInt(channel.deposited) < BigInt(channel.cumulative) + DEPOSIT / 10n) {
      const opened = await deposit(wallet, { deployment, payee: terms.payee, amount: DEPOSIT });
      stage.evidence(`channel opened with ${formatEther(DEPOSIT)} ASY, ${tx(opened.hash)}`);
    }
    const known = channel.charges.map((line) => ({
      modelId: BigInt(line.modelId),
      servingAmount: BigInt(line.servingAmount),
      feeAmount: BigInt(line.feeAmount),
    }));
    const price = { servingAmount: BigInt(terms.servingAmount), feeAmount: BigInt(terms.feeAmount) };
    const charges = addCall(known, modelId, price);
    const voucher = {
      payer,
      payee: terms.payee,
      token: terms.token,
      cumulative: chargesTotal(charges),
      chargesRoot: chargesRoot(charges),
    };
    const signature = await signVoucher(wallet, { deployment, voucher });
    const header = Buffer.from(
      JSON.stringify({ voucher, signature, charges }, (_, value) =>
        typeof value === "bigint" ? value.toString() : value,
      ),
    ).toString("base64");
    const answer = await gateway.complete({
      headers: { "x-assay-voucher": header, ...(tier === "sandbox" ? { "x-assay-sandbox": "true" } : {}) },
      body: { model, messages: [{ role: "user", content: question }] },
    });
    const text = answer.choices[0]?.message.content ?? "";
    const paid = `${formatEther(price.servingAmount + price.feeAmount)} ASY`;
    stage.evidence(`"${question}" -> "${text}", ${paid}, routed: ${answer.assay.reason}`);
    return { model, tier, question, answer: text, paid };
  });
}
