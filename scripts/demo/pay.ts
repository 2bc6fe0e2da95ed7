/** Stage "paid chat": a channel, a signed voucher, an answer over the OpenAI-compatible API. */
import { deposit } from "@assay/sdk/actions";
import { payForChat, spendable } from "@assay/sdk/channel";
import type { Tier } from "@assay/sdk/documents";
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
    if (spendable(channel) < DEPOSIT / 10n) {
      const opened = await deposit(wallet, { deployment, payee: terms.payee, amount: DEPOSIT });
      stage.evidence(`channel opened with ${formatEther(DEPOSIT)} ASY, ${tx(opened.hash)}`);
    }
    const { text, paid, route } = await payForChat({
      gateway,
      deployment,
      payer: wallet,
      model,
      messages: [{ role: "user", content: question }],
      sandbox: tier === "sandbox",
    });
    const price = `${formatEther(paid)} ASY`;
    stage.evidence(`"${question}" -> "${text}", ${price}, routed: ${route.reason}`);
    return { model, tier, question, answer: text, paid: price };
  });
}
