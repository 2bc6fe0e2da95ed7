/**
 * What a first user gets wrong, against real processes and through the portal's one origin: every mistake is answered
 * by a sentence with a stable code, and leaves nothing half-written behind.
 */
import assert from "node:assert/strict";
import { chmod, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { after, before, test } from "node:test";
import { deposit, registerModel } from "@assay/sdk/actions";
import type { SignedJob } from "@assay/sdk/api";
import { voucherFor, voucherHeader } from "@assay/sdk/channel";
import { documentHash, jobTypedData } from "@assay/sdk/hashing";
import { type Hex, numberToHex, parseEther } from "viem";
import { exampleData } from "../../scripts/demo/data.ts";
import { poll, servicesOf } from "../../scripts/demo/http.ts";
import { type PublishedData, publishData } from "../../scripts/demo/publishData.ts";
import { createTimeline } from "../../scripts/demo/timeline.ts";
import { localWallet } from "../../scripts/stack/accounts.ts";
import { localAccount } from "../../scripts/stack/chain.ts";
import { freePort } from "../../scripts/stack/ports.ts";
import { bringUp, type Stack } from "../../scripts/stack/up.ts";
import { prepareWeights } from "../../scripts/stack/weights.ts";
import { python, temporaryHome } from "../support/stack.ts";

type Answer = { status: number; code: string; message: string; field?: string };

const MEBIBYTE = 1024 * 1024;
const WAIT_MS = 120_000;
const METADATA = { origin: "a test", licence: "CC0-1.0", intendedUse: "tests", why: "to see what is refused" };

let home: Awaited<ReturnType<typeof temporaryHome>>;
let stack: Stack;
let port: number;
let data: PublishedData;
/** While this file exists, training may write no file of more than 16 KiB. */
let fullDisk: string;

const quiet = (): void => undefined;

function stackOptions(interpreter: string) {
  const { signal } = new AbortController();
  return {
    home: home.dir,
    port,
    base: "tiny",
    fresh: false,
    python: interpreter,
    onProgress: quiet,
    onEvent: quiet,
    onPage: quiet,
    signal,
  };
}

before(async () => {
  home = await temporaryHome();
  port = await freePort();
  const interpreter = await python();
  await prepareWeights(interpreter, "tiny", quiet, new AbortController().signal);
  fullDisk = join(home.dir, "full-disk");
  // The kernel's own file-size limit stands for the full disk: writes fail in the worker as they would there.
  const limited = join(home.dir, "python");
  const limit = `if [ -e '${fullDisk}' ] && [ "$3" = train ]; then ulimit -f 16; fi`;
  await writeFile(limited, `#!/bin/bash\n${limit}\nexec '${interpreter}' "$@"\n`);
  await chmod(limited, 0o755);
  stack = await bringUp(stackOptions(limited));
  const timeline = createTimeline(new PassThrough() as unknown as NodeJS.WriteStream);
  data = await publishData({ stack, timeline }, await exampleData(interpreter, stack.home));
});

after(async () => {
  await stack?.stop();
  await home?.remove();
});

/** Sends what must be refused and returns the refusal, checked to be one sentence with a code. */
async function refusal(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(`${stack.webUrl}${path}`, init);
  const body = (await response.json()) as { error?: Omit<Answer, "status"> };
  assert.ok(response.status >= 400, `${path} answered ${response.status}: ${JSON.stringify(body)}`);
  const { code, message, field } = body.error ?? {};
  assert.match(code ?? "", /^[A-Za-z][\w.]+$/, "a stable code");
  assert.match(message ?? "", /^[^\n]{10,400}\.$/, "one sentence");
  return {
    status: response.status,
    code: code ?? "",
    message: message ?? "",
    ...(field === undefined ? {} : { field }),
  };
}

const json = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

async function drafts(): Promise<{ contributionId: string }[]> {
  const params = { datanetId: data.datanetId.toString() };
  return (await servicesOf(stack).curator.drafts({ params })).contributions;
}

const jobs = () => servicesOf(stack).trainer.jobs();

const letters = (bytes: number): string => "x".repeat(bytes);
const uploads: { name: string; file: string | Uint8Array<ArrayBuffer>; code: string; says: RegExp }[] = [
  { name: "an empty CSV", file: "", code: "file_empty", says: /needs a header line/ },
  { name: "a header without rows", file: "text,label\n", code: "file_empty", says: /no rows/ },
  {
    name: "a column missing",
    file: "text,colour\nhello,red\n",
    code: "column_missing",
    says: /no column "label".*"colour"/,
  },
  {
    name: "a binary file",
    file: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]),
    code: "file_binary",
    says: /binary/,
  },
  { name: "1 MB in one cell", file: `text,label\n${letters(MEBIBYTE)},a\n`, code: "cell_too_large", says: /64 KB/ },
  {
    name: "10 MB in one cell",
    file: `text,label\n${letters(10 * MEBIBYTE)},a\n`,
    code: "file_too_large",
    says: /at most 8\.0 MB/,
  },
];

for (const { name, file, code, says } of uploads) {
  test(`upload: ${name}`, async () => {
    const form = new FormData();
    form.set("file", new Blob([file]), "rows.csv");
    form.set("contributor", localAccount("ada").address);
    form.set("mapping", JSON.stringify({ text: "text", label: "label" }));
    form.set("metadata", JSON.stringify(METADATA));
    const path = `/api/curator/datanets/${data.datanetId}/contributions`;
    const refused = await refusal(path, { method: "POST", body: form });
    assert.equal(refused.code, code, refused.message);
    assert.match(refused.message, says);
    assert.deepEqual(await drafts(), [], "nothing was stored");
  });
}

/** A job signed as it is, whether the trainer takes it or not. */
async function signedJob(hyperparameters: Record<string, unknown>): Promise<SignedJob> {
  const job = {
    schemaVersion: 1,
    base: "tiny",
    method: "lora",
    hyperparameters,
    datanet: data.datanetId.toString(),
    version: data.version,
  };
  const requester = localAccount("publisher").address;
  const typed = jobTypedData({ chainId: stack.deployment.chainId, jobHash: documentHash(job), requester });
  return {
    job: job as SignedJob["job"],
    requester,
    signature: await localWallet("publisher", stack.rpcUrl).signTypedData(typed),
  };
}

// JSON has no NaN: a page that computed one sends null.
for (const learningRate of [0, null, -1]) {
  test(`training: a learning rate of ${learningRate}`, async () => {
    const refused = await refusal("/api/trainer/jobs", json(await signedJob({ learningRate })));
    assert.match(`${refused.field} ${refused.message}`, /learningRate/);
    assert.deepEqual(await jobs(), [], "no job was queued");
  });
}

test("training: no space is left for a checkpoint", { timeout: WAIT_MS }, async () => {
  await writeFile(fullDisk, "");
  const signed = await signedJob({ epochs: 1, checkpointEvery: 1 });
  const send = () => servicesOf(stack).trainer.createJob({ body: signed });
  const follow = (id: string) =>
    poll(
      "The job",
      () => servicesOf(stack).trainer.job({ params: { id } }),
      ({ state }) => /done|failed/.test(state),
      {
        timeoutMs: WAIT_MS,
      },
    );
  const { jobId } = await send();
  const failed = await follow(jobId);
  assert.equal(failed.state, "failed");
  assert.equal(failed.error?.code, "disk.full");
  assert.match(failed.error?.message ?? "", /^No space is left on the disk for .*\.$/);
  assert.equal(failed.result, undefined);
  const left = await readdir(join(stack.home, "trainer", "jobs", jobId), { recursive: true });
  assert.deepEqual(
    left.filter((name) => /model\.json|run\.json|adapter\/.*safetensors/.test(name)),
    [],
    "no half a model",
  );

  await rm(fullDisk);
  const again = await send();
  assert.notEqual(again.jobId, jobId, "the same job may be sent again once there is space");
  assert.equal((await follow(again.jobId)).state, "done");
});

test("content: a CID nobody has, a text that is not a CID, and bytes that do not hash", async () => {
  const unknown = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
  assert.equal((await refusal(`/ipfs/${unknown}`, {})).code, "cid_not_found");
  assert.equal((await refusal("/ipfs/nonsense", {})).code, "cid_invalid");
  const { cid } = await servicesOf(stack).curator.pinMetadata({
    body: { name: "Damaged", description: "x", domain: "x", licence: "CC0-1.0", access: "open" },
  });
  assert.equal((await fetch(`${stack.webUrl}/ipfs/${cid}`)).status, 200);
  const blocks = join(stack.home, "ipfs", "blocks");
  let damaged = 0;
  for (const entry of await readdir(blocks, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const text = await readFile(file, "utf8");
    if (!text.includes('"Damaged"')) continue;
    await writeFile(file, text.replace("Damaged", "damageD"));
    damaged++;
  }
  assert.equal(damaged, 1);
  assert.equal((await refusal(`/ipfs/${cid}`, {})).code, "cid_mismatch");
});

test("payment: a voucher signed by somebody else buys nothing", async () => {
  const hash = (n: number) => numberToHex(n, { size: 32 });
  const { modelId } = await registerModel(localWallet("publisher", stack.rpcUrl), {
    deployment: stack.deployment,
    input: {
      baseId: hash(1),
      baseHash: hash(2),
      adapterHash: hash(3),
      runManifestHash: hash(4),
      tokenizerHash: hash(5),
      templateHash: hash(6),
      servingProfileHash: hash(7),
      maxTemperatureMilli: 300,
      trainer: localAccount("trainer").address,
      baseAuthor: localAccount("baseAuthor").address,
      parent: 0n,
      adapterCid: "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy",
      runCid: "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy",
      sources: [{ datanetId: data.datanetId, version: data.version, weightBps: 10_000 }],
    },
  });
  const model = `assay/model-${modelId}`;
  const quoteUrl = `${stack.webUrl}/v1/quote?model=${encodeURIComponent(model)}`;
  const indexed = () => fetch(quoteUrl).then(({ status }) => status);
  await poll("Indexing the model", indexed, (status) => status === 200, { timeoutMs: WAIT_MS });
  const terms = await servicesOf(stack).gateway.quote({ query: { model } });
  const payer = localAccount("app").address;
  await deposit(localWallet("app", stack.rpcUrl), {
    deployment: stack.deployment,
    payee: terms.payee,
    amount: parseEther("5"),
  });
  const charges = [{ modelId, servingAmount: BigInt(terms.servingAmount), feeAmount: BigInt(terms.feeAmount) }];
  const { payee, token } = terms;
  const voucher = voucherFor({ payer, payee, token }, charges);
  const ask = (signature: Hex) =>
    refusal("/v1/chat/completions", {
      ...json({ model, messages: [{ role: "user", content: "hello" }] }),
      headers: {
        "content-type": "application/json",
        "x-assay-sandbox": "true",
        "x-assay-voucher": voucherHeader({ voucher, signature, charges }),
      },
    });
  const signature = await localWallet("ben", stack.rpcUrl).signMessage({ message: "not this voucher" });
  for (const wrong of [signature, "0x1234"] as const) {
    const refused = await ask(wrong);
    assert.deepEqual([refused.status, refused.code, refused.field], [402, "voucher_refused", "signature"]);
  }
  const channel = await servicesOf(stack).gateway.channel({ query: { payer } });
  assert.deepEqual([channel.cumulative, channel.redeemed], ["0", "0"], "no voucher was kept");
});

test("a busy port is one sentence, and the running stack goes on", async () => {
  const options = stackOptions(await python());
  await assert.rejects(bringUp(options), ({ message }: Error) => {
    assert.match(message, new RegExp(`^Port ${port} is already in use: [^\\n]*--port ${port + 1}\\.$`));
    return true;
  });
  assert.equal((await fetch(`${stack.webUrl}/health`)).status, 200);
});
