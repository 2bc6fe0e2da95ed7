import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { createWalletClient, custom, type Hex, numberToHex, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { createApiClient } from "../api/client.ts";
import { chatRoutes } from "../api/gateway.ts";
import { CONTRACT_NAMES, type Deployment } from "../deployment.ts";
import { verifyVoucher } from "../hashing/voucher.ts";
import { payForChat } from "./pay-for-chat.ts";

const at = (n: number) => numberToHex(n, { size: 20 });
const payer = privateKeyToAccount(generatePrivateKey());
const deployment = {
  chainId: 31_337,
  startBlock: 0n,
  addresses: Object.fromEntries(CONTRACT_NAMES.map((name, i) => [name, at(100 + i)])),
} as Deployment;
const price = { servingAmount: parseEther("0.5").toString(), feeAmount: parseEther("0.25").toString() };
const terms = { payee: at(2), token: at(3) };
const route = { modelId: "7", state: "ADMITTED", tier: "admitted" };
const ask = { model: "assay/5", messages: [{ role: "user" as const, content: "hi" }] };

let asked: { url: string; headers: Headers; body: Record<string, unknown> }[];
let channel: { deposited: string; cumulative: string; charges: object[] };
let quote: object;
/** The last events of a stream. */
let ending: object[];

const whole = { id: "call-1", choices: [{ index: 0, message: { role: "assistant", content: "yes" } }], assay: route };
const chunk = (content: string) => ({ id: "call-1", choices: [{ index: 0, delta: { content } }] });
const last = { id: "call-1", choices: [{ index: 0, delta: {}, finish_reason: "stop" }], assay: route };

function reply(url: string, body: Record<string, unknown>): Response {
  if (url.includes("/v1/quote")) return Response.json(quote);
  if (url.includes("/v1/channel")) return Response.json({ payer: payer.address, ...terms, ...channel });
  if (body.stream !== true) return Response.json(whole);
  const events = [chunk("ye"), chunk("s"), ...ending].map((event) => `data: ${JSON.stringify(event)}\n\n`);
  return new Response(`${events.join("")}data: [DONE]\n\n`, { headers: { "content-type": "text/event-stream" } });
}

const gateway = createApiClient("http://gateway", chatRoutes, {
  fetch: async (url, init) => {
    const body = JSON.parse(String(init?.body ?? "{}")) as Record<string, unknown>;
    asked.push({ url: String(url), headers: new Headers(init?.headers), body });
    return reply(String(url), body);
  },
});

/** The voucher that was sent, checked as a gateway checks it. */
function sentVoucher() {
  const { headers } = asked.at(-1) ?? assert.fail("nothing was asked");
  const { voucher, signature, charges } = JSON.parse(atob(headers.get("x-assay-voucher") ?? ""));
  const domain = { chainId: deployment.chainId, payments: deployment.addresses.payments };
  const read = { ...voucher, cumulative: BigInt(voucher.cumulative) };
  assert.ok(verifyVoucher({ ...domain, voucher: read, signature: signature as Hex }), "the payer signed it");
  return { voucher, charges };
}

beforeEach(() => {
  asked = [];
  channel = { deposited: parseEther("10").toString(), cumulative: "0", charges: [] };
  quote = { ...price, ...terms, modelId: "7" };
  ending = [last];
});

test("default: pays the quoted model with any signer, and gives the answer with what was promised", async () => {
  const { id, text, route: answered, modelId, paid, signed } = await payForChat({ gateway, deployment, payer, ...ask });
  assert.deepEqual([id, text, answered, modelId, paid], ["call-1", "yes", route, 7n, parseEther("0.75")]);
  const { voucher, charges } = sentVoucher();
  assert.deepEqual([voucher.payer, voucher.payee, voucher.token], [payer.address, terms.payee, terms.token]);
  assert.deepEqual(charges, [{ modelId: "7", ...price }]);
  assert.equal(voucher.cumulative, signed.voucher.cumulative.toString());
  const [first, , call] = asked;
  assert.equal(first?.url, "http://gateway/v1/quote?model=assay%2F5");
  assert.deepEqual(call?.body, ask);
  assert.equal(call?.headers.get("x-assay-sandbox"), null);
});

test("args: payer: a wallet client signs too", async () => {
  const transport = custom({ request: async () => assert.fail("signing needs no chain") });
  const wallet = createWalletClient({ account: payer, chain: foundry, transport });
  await payForChat({ gateway, deployment, payer: wallet, ...ask });
  assert.equal(sentVoucher().voucher.payer, payer.address);
});

test("args: onText: streams, and is given the answer so far", async () => {
  const seen: string[] = [];
  const { text, route: answered } = await payForChat({
    ...{ gateway, deployment, payer, ...ask },
    onText: (soFar) => seen.push(soFar),
  });
  assert.deepEqual([seen, text, answered], [["ye", "yes"], "yes", route]);
  assert.equal(asked.at(-1)?.body.stream, true);
});

test("args: sandbox: is sent as its header", async () => {
  await payForChat({ gateway, deployment, payer, sandbox: true, ...ask });
  assert.equal(asked.at(-1)?.headers.get("x-assay-sandbox"), "true");
});

test("behavior: a voucher adds to the channel's earlier charges", async () => {
  channel.charges = [{ modelId: "2", servingAmount: "4", feeAmount: "2" }];
  channel.cumulative = "6";
  await payForChat({ gateway, deployment, payer, ...ask });
  const { voucher, charges } = sentVoucher();
  assert.deepEqual(charges, [...channel.charges, { modelId: "7", ...price }]);
  assert.equal(voucher.cumulative, (parseEther("0.75") + 6n).toString());
});

test("error: a deposit that covers too little is named before anything is signed", async () => {
  channel.deposited = parseEther("1").toString();
  channel.cumulative = parseEther("0.5").toString();
  await assert.rejects(payForChat({ gateway, deployment, payer, ...ask }), {
    code: "CHANNEL_EMPTY",
    message: "The channel has 0.5 ASY left and the call costs 0.75 ASY.",
    hint: "Deposit at least 0.25 ASY, then ask again.",
  });
  assert.equal(asked.length, 2, "the question was not sent");
});

test("error: a quote that names no model can't be paid", async () => {
  quote = { ...price, ...terms };
  await assert.rejects(payForChat({ gateway, deployment, payer, ...ask }), { code: "QUOTE_MODEL", field: "modelId" });
});

test("error: a stream that breaks, or ends without saying who answered", async () => {
  const onText = () => undefined;
  ending = [];
  await assert.rejects(payForChat({ gateway, deployment, payer, ...ask, onText }), { code: "ANSWER_CUT" });
  ending = [{ error: { code: "engine", message: "The engine stopped." } }];
  await assert.rejects(payForChat({ gateway, deployment, payer, ...ask, onText }), { message: "The engine stopped." });
});
