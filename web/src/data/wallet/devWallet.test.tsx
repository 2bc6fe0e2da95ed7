import { toAssayError } from "@assay/sdk/errors";
import { type Address, type Hex, recoverMessageAddress, stringToHex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { beforeEach, expect, test } from "vitest";
import { type Config, createConfig, http } from "wagmi";
import { connect, disconnect } from "wagmi/actions";
import { foundry } from "wagmi/chains";
import { devWallet } from "./devWallet.ts";

const keys = [`0x${"11".repeat(32)}`, `0x${"22".repeat(32)}`] as const;
const [ADA, BOB] = [privateKeyToAddress(keys[0]), privateKeyToAddress(keys[1])];
const DATA = stringToHex("hello");

beforeEach(() => localStorage.clear());

interface Provider {
  request: (call: { method: string; params?: unknown[] }) => Promise<unknown>;
  select: (address: Address) => void;
}

/** The wallet in a page, and connected. */
async function open() {
  const accounts = [
    { name: "ada", address: ADA, privateKey: keys[0] },
    { name: "bob", address: BOB, privateKey: keys[1] },
  ];
  const config: Config = createConfig({
    chains: [foundry],
    connectors: [devWallet({ chain: foundry, rpcUrl: "http://nowhere", accounts })],
    multiInjectedProviderDiscovery: false,
    transports: { [foundry.id]: http("http://nowhere") },
  });
  const [connector] = config.connectors;
  if (connector === undefined) throw new Error("The page has no development wallet.");
  await connect(config, { connector });
  const provider = (await connector.getProvider()) as Provider;
  return { config, connector, provider };
}

/** Each request that signs, as an account. */
const requestsOf = (from: Address) => [
  { method: "personal_sign", params: [DATA, from] },
  { method: "eth_signTypedData_v4", params: [from, "{}"] },
  { method: "eth_sendTransaction", params: [{ from, to: BOB }] },
];

async function expectRefusals(provider: Provider, from: Address, words: RegExp) {
  for (const request of requestsOf(from)) {
    const refusal = await provider.request(request).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 4100 });
    expect(toAssayError(refusal)).toMatchObject({ code: "WALLET_UNAUTHORIZED", message: expect.stringMatching(words) });
  }
}

test("default: it signs as the account that the request names", async () => {
  const { provider } = await open();
  const signature = (await provider.request({ method: "personal_sign", params: [DATA, ADA.toLowerCase()] })) as Hex;
  expect(await recoverMessageAddress({ message: { raw: DATA }, signature })).toBe(ADA);
  provider.select(BOB);
  const second = (await provider.request({ method: "personal_sign", params: [DATA, BOB] })) as Hex;
  expect(await recoverMessageAddress({ message: { raw: DATA }, signature: second })).toBe(BOB);
});

test("error: what was prepared for one account is not signed by the next one chosen", async () => {
  const { provider } = await open();
  provider.select(BOB);
  await expectRefusals(provider, ADA, new RegExp(`current account is ${BOB}, not ${ADA}`));
});

test("error: after a disconnect it shares no account and signs nothing, until it is connected again", async () => {
  const { config, connector, provider } = await open();
  await disconnect(config, { connector });
  expect(await provider.request({ method: "eth_accounts" })).toEqual([]);
  await expectRefusals(provider, ADA, /not connected to this page/);
  await connect(config, { connector });
  expect(await provider.request({ method: "eth_accounts" })).toEqual([ADA]);
  expect(await provider.request({ method: "personal_sign", params: [DATA, ADA] })).toMatch(/^0x/);
});
