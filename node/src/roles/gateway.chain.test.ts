/**
 * The real gateway over the real payment contracts: live failures lower routing, forged ratings and a full sandbox are
 * refused, and a restart keeps all of it. The index and the engine are stubs that say what a test wants.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ModelReputation, PublishedPolicy, SandboxReport, TrafficReport } from "@assay/sdk/api";
import { voucherHeader } from "@assay/sdk/channel";
import { encodeDocument, validate } from "@assay/sdk/documents";
import { addCall, type Charge, ratingTypedData } from "@assay/sdk/hashing";
import { type Hex, numberToHex, parseEther, zeroAddress } from "viem";
import { loadConfig } from "../platform/config.ts";
import { createApp, readJsonBody } from "../platform/http/app.ts";
import { type Server, serve } from "../platform/http/serve.ts";
import { addFolder } from "../platform/ipfs/folder.ts";
import { createIpfs } from "../platform/ipfs/ipfs.ts";
import { readObject } from "../platform/json.ts";
import { silentLogger } from "../platform/log.ts";
import type { RunningRole } from "../platform/role.ts";
import { writeRunFile } from "../platform/runFile.ts";
import type { GraphModel, ModelState } from "../reputation/catalogQuery.ts";
import { servingProfileHash, writeServingProfile } from "../serving/profile.ts";
import { finalRound } from "../testing/catalogModel.ts";
import { devKey, type MoneyChain, startMoneyChain } from "../testing/moneyChain.ts";
import { profile } from "../testing/servingProfile.ts";
import { startGateway } from "./gateway.ts";

const [GATEWAY, ANN, BOB, EVE] = [3, 10, 11, 12] as const;
const HASH = numberToHex(1, { size: 32 });
const SECRET = "my card 4929 was swallowed";

let chain: MoneyChain;
let engine: Server;
let index: Server;
let gateway: RunningRole;
let models: GraphModel[];
/** CIDs of adapters whose answers lie outside the labels. */
const broken = new Set<string>();
const charges = new Map<number, Charge[]>();

async function publish() {
  const ipfs = await createIpfs({ home: chain.home });
  const folders = [];
  for (const name of ["steady", "shaky", "new"]) {
    const dir = join(chain.home, name);
    await mkdir(dir);
    await writeServingProfile(dir, profile);
    await writeFile(join(dir, "name.txt"), name);
    folders.push((await addFolder(ipfs, dir)).cid);
  }
  const exam = encodeDocument("exam", {
    schemaVersion: 1,
    datanetId: "1",
    version: 1,
    seed: HASH,
    itemsPerBatch: 32,
    grader: "label-set",
    labels: ["refund", "card_lost"],
    holdoutRoot: HASH,
    splits: { train: [], validation: [], dropped: [] },
    batches: [],
    bundle: { cid: "bafkreibundle", ciphertextHash: HASH, rows: 0 },
  });
  const examCid = await ipfs.addBytes(exam.bytes);
  return { folders, exam: { cid: examCid, hash: exam.hash } };
}

function model(
  id: string,
  state: ModelState,
  adapterCid: string,
  passes: [number, number, number],
  exam: { cid: string; hash: Hex },
): GraphModel {
  const round = finalRound(id, Math.floor(Date.now() / 1000) - 60, passes);
  return {
    id,
    state,
    expiresAt: "0",
    adapterCid,
    adapterHash: HASH,
    servingProfileHash: servingProfileHash(profile),
    maxTemperatureMilli: 300,
    publisher: chain.wallet(EVE).account.address,
    trainer: zeroAddress,
    baseAuthor: zeroAddress,
    registeredAt: id,
    stake: "0",
    examDatanet: { id: "1", curator: zeroAddress, custodian: zeroAddress },
    examVersion: { examManifestCid: exam.cid, examManifestHash: exam.hash },
    rounds: [
      {
        id: round.id,
        closedAt: String(round.at),
        passed: round.passed,
        medianLaneCounts: round.lanes,
        gatedLanes: round.gatedLanes,
        minPasses: 30,
        itemsPerBatch: 32,
        paramSet: { trialMask: round.trialMask.toString() },
        seats: [],
      },
    ],
    stateChanges: [],
  };
}

async function startStubs(): Promise<void> {
  const app = createApp({ log: silentLogger });
  app.post("/chat", async (c) => {
    const { adapterDir } = readObject(await readJsonBody(c), "body");
    const text = [...broken].some((cid) => String(adapterDir).endsWith(cid)) ? "no idea" : "refund";
    const event = (name: string, data: object): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
    const stream = event("token", { text, id: 1 }) + event("done", { promptTokens: 5, completionTokens: 2 });
    return c.body(stream, 200, { "content-type": "text/event-stream" });
  });
  engine = await serve(app, { port: 0 });
  const graph = createApp({ log: silentLogger });
  graph.post("/graphql", async (c) => {
    const block = { number: Number(await chain.client.getBlockNumber()), timestamp: null };
    return c.json({ data: { _meta: { block }, models, epochs: [], feeFundings: [], protocol: null } });
  });
  index = await serve(graph, { port: 0 });
  writeRunFile(chain.home, "indexer", index.url);
}

const start = (): Promise<RunningRole> =>
  startGateway({ config: loadConfig(chain.home), log: silentLogger, signal: new AbortController().signal });

before(async () => {
  chain = await startMoneyChain([GATEWAY, ANN, BOB, EVE]);
  const { folders, exam } = await publish();
  const [steady = "", shaky = "", sandbox = ""] = folders;
  models = [
    model("1", "ADMITTED", steady, [32, 31, 30], exam),
    model("2", "ADMITTED", shaky, [32, 32, 32], exam),
    model("3", "SANDBOX", sandbox, [20, 9, 5], exam),
  ];
  await startStubs();
  const config = {
    chainId: 31337,
    rpcUrl: chain.client.transport.url,
    engine: { url: engine.url, token: "stub" },
    roles: { gateway: { privateKey: devKey(GATEWAY), policy: { sandbox: { freeCalls: 1, shareBps: 0 } } } },
  };
  await writeFile(join(chain.home, "config.json"), JSON.stringify(config));
  gateway = await start();
  const payee = chain.wallet(GATEWAY).account.address;
  for (const payer of [ANN, BOB, EVE]) await chain.deposit(payer, payee, parseEther("100"));
});
after(async () => {
  await gateway?.close();
  await engine?.close();
  await index?.close();
  await chain?.close();
});

const get = async (path: string): Promise<unknown> => await (await fetch(`${gateway.url}${path}`)).json();
const reputationOf = async (modelId: string) =>
  validate(ModelReputation, await get(`/v1/reputation/${modelId}`), "modelReputation");

type Reply = {
  status: number;
  body: {
    id: string;
    assay: { modelId: string; reason: string; outcome: string };
    error?: { code: string; message: string };
  };
};

/** One paid call of what the gateway quotes. */
async function ask(payer: number, name: string, headers: Record<string, string> = {}): Promise<Reply> {
  const quote = (await get(`/v1/quote?model=${name}`)) as {
    modelId: string;
    servingAmount: string;
    feeAmount: string;
    payee: Hex;
  };
  const price = { servingAmount: BigInt(quote.servingAmount), feeAmount: BigInt(quote.feeAmount) };
  const next = addCall(charges.get(payer) ?? [], BigInt(quote.modelId), price);
  const signed = await chain.sign(payer, quote.payee, next);
  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "x-assay-voucher": voucherHeader(signed), ...headers },
    body: JSON.stringify({ model: name, messages: [{ role: "user", content: SECRET }] }),
  });
  if (response.status === 200) charges.set(payer, next);
  return { status: response.status, body: (await response.json()) as Reply["body"] };
}

async function rating(receipt: string, signer: number, payer: number, right: boolean): Promise<Response> {
  const wallet = chain.wallet(signer);
  const content = {
    payer: chain.wallet(payer).account.address,
    gateway: chain.wallet(GATEWAY).account.address,
    receipt,
    right,
  };
  const { payments } = chain.deployment.addresses;
  const signature = await wallet.account.signTypedData?.(
    ratingTypedData({ chainId: 31337, payments, rating: content }),
  );
  return await fetch(`${gateway.url}/v1/ratings`, {
    method: "POST",
    body: JSON.stringify({ rating: content, signature }),
  });
}

test("behavior: live failures of paying callers move routing to another model at once", async () => {
  const first = await ask(ANN, "assay/1");
  assert.equal(first.body.assay.modelId, "2", first.body.assay.reason);
  const { q05 } = await reputationOf("2");
  broken.add(models[1]?.adapterCid ?? "");
  for (const payer of [EVE, EVE]) assert.equal((await ask(payer, "assay/1")).body.assay.outcome, "schema");
  assert.deepEqual((await reputationOf("2")).live.refused.linked, 2, "its publisher's calls are no evidence");
  assert.ok(Math.abs((await reputationOf("2")).q05 - q05) < 1e-6, "but for a moment's fading");
  for (const payer of [ANN, ANN, BOB, BOB]) assert.equal((await ask(payer, "assay/1")).status, 200);
  const fallen = await reputationOf("2");
  assert.ok(fallen.q05 < q05);
  assert.equal(fallen.weakest, "schema");
  assert.equal((await ask(BOB, "assay/1")).body.assay.modelId, "1");
  assert.equal(fallen.state, "ADMITTED", "on chain nothing moved");
});

test("behavior: a payer's rating counts, a forged one is refused", async () => {
  const { body } = await ask(ANN, "assay/model-1");
  const forged = await rating(body.id, BOB, ANN, false);
  assert.equal(forged.status, 403);
  assert.equal((await rating(body.id, BOB, BOB, false)).status, 403);
  assert.deepEqual((await reputationOf("1")).live.ratings, { right: 0, wrong: 0 });
  const taken = await rating(body.id, ANN, ANN, false);
  assert.equal(taken.status, 201);
  assert.equal(((await taken.json()) as { counted: boolean }).counted, true);
  assert.deepEqual((await reputationOf("1")).live.ratings, { right: 0, wrong: 1 });
});

test("behavior: the sandbox opens on request only, and its cap refuses in one sentence", async () => {
  const optIn = { "x-assay-sandbox": "true" };
  assert.equal((await ask(ANN, "assay/model-3")).body.error?.code, "sandbox_opt_in");
  assert.equal((await ask(ANN, "assay/model-3", optIn)).status, 200);
  const full = await ask(ANN, "assay/model-3", optIn);
  assert.equal(full.status, 429);
  assert.match(full.body.error?.message ?? "", /^The sandbox tier has taken the 1 calls [^.]*\.$/);
  const sandbox = validate(SandboxReport, await get("/v1/sandbox"), "sandboxReport");
  assert.deepEqual([sandbox.used, sandbox.allowed, sandbox.models[0]?.calls], [1, 1, 1]);
});

test("behavior: a restart keeps reputation, caps and policy; no prompt or answer is on the disk", async () => {
  const seen = async () => ({
    reputation: [await reputationOf("1"), await reputationOf("2"), await reputationOf("3")].map(
      ({ live, history, weakest }) => ({
        live,
        history,
        weakest,
      }),
    ),
    policy: validate(PublishedPolicy, await get("/v1/policy"), "publishedPolicy"),
    traffic: validate(TrafficReport, await get("/v1/traffic"), "trafficReport").models,
  });
  const before = await seen();
  await gateway.close();
  const files = ["gateway.db", "gateway.db-wal"].map((name) => {
    try {
      return readFileSync(join(chain.home, "gateway", name));
    } catch {
      // A clean end leaves no write-ahead log.
      return Buffer.alloc(0);
    }
  });
  assert.ok((files[0]?.length ?? 0) > 0);
  for (const bytes of files) assert.equal(bytes.includes(SECRET) || bytes.includes("no idea"), false);
  gateway = await start();
  assert.deepEqual(await seen(), before);
  assert.equal((await ask(BOB, "assay/1")).body.assay.modelId, "1");
  assert.equal((await ask(ANN, "assay/model-3", { "x-assay-sandbox": "true" })).status, 429);
});
